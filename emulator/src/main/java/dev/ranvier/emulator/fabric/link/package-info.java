/** Boards of several chips: the networks of the chips and the links between them. */
package dev.ranvier.emulator.fabric.link;
