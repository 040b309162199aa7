/** The machines: chips that advance, take events and can be read. */
package dev.ranvier.emulator.chip;
