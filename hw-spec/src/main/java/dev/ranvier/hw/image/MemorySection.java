package dev.ranvier.hw.image;

/**
 * Words for consecutive addresses of one memory of one core.
 *
 * @param core core on the board
 * @param memory name of the memory
 * @param address first word
 * @param words the words; owned by the image, not to be changed
 */
public record MemorySection(int core, String memory, int address, long[] words) {}
