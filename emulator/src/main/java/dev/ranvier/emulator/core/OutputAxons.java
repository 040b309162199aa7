package dev.ranvier.emulator.core;

/**
 * Where the spikes of a core's neurons go: neuron i sends one packet to each of the entries {@code start[i] ..
 * start[i + 1] - 1}. Rebuilt when the host writes the tables; read by the chip.
 *
 * @param start first entry per neuron; one more than there are neurons
 * @param core target core per entry; negative = the entry sends nothing
 * @param axonAndAtom axon (bits 19:0) and atom (bits 31:20: row of a population axon, or delay) per entry
 */
public record OutputAxons(int[] start, int[] core, int[] axonAndAtom) {
    /** For {@code neurons} neurons that send nothing. */
    public static OutputAxons none(int neurons) {
        return new OutputAxons(new int[neurons + 1], new int[0], new int[0]);
    }
}
