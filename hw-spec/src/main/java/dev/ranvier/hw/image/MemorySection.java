package dev.ranvier.hw.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * Words for consecutive addresses of one memory of one core.
 *
 * @param core core on the board
 * @param memory name of the memory
 * @param address first word
 * @param words the words; owned by the image, not to be changed
 */
public record MemorySection(int core, String memory, int address, long[] words) {
    @Override
    public boolean equals(Object other) {
        return other instanceof MemorySection section
                && core == section.core
                && memory.equals(section.memory)
                && address == section.address
                && Arrays.equals(words, section.words);
    }

    @Override
    public int hashCode() {
        return Objects.hash(core, memory, address, Arrays.hashCode(words));
    }
}
