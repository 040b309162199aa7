/** Host-visible memories of a core. */
package dev.ranvier.emulator.memory;
