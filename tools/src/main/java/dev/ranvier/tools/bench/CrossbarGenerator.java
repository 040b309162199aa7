package dev.ranvier.tools.bench;

import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.util.Iterator;

/**
 * The crossbar workloads' network: cores of 256 x 256 with a density of 10 %, every value a hash of its place. Cores are
 * made one by one as they are gone through. Immutable.
 *
 * @param columns cores per row of the grid
 * @param cores number of cores
 * @param threshold positive threshold, and negated negative threshold
 * @param targets where a neuron's spikes go
 */
record CrossbarGenerator(int columns, int cores, int threshold, Targets targets)
        implements Iterable<CrossbarCoreModel> {
    static final int SIDE = 256;
    private static final int[] WEIGHTS = {1, -1, 2, -2};

    /** Where the spikes of a neuron go. */
    interface Targets {
        /** The target of neuron {@code neuron} of core {@code core}. */
        Target of(int core, int neuron);
    }

    /** SplitMix64's output function (Steele, Lea, Flood 2014). */
    static long hash(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A target on core {@code core}, as seen from {@code from}. */
    Target target(int from, int core, int axon, int delay) {
        return new Target(true, core % columns - from % columns, core / columns - from / columns, axon, delay);
    }

    private CrossbarCoreModel core(int c) {
        byte[] types = new byte[SIDE];
        for (int a = 0; a < SIDE; a++) {
            types[a] = (byte) (a % 4);
        }
        CrossbarCoreModel model = new CrossbarCoreModel(c % columns, c / columns, types);
        for (int j = 0; j < SIDE; j++) {
            int potential = (int) ((hash((1L << 41) + c * SIDE + j) >>> 32) % threshold);
            model.add(
                    CrossbarNeuron.ranc(
                            potential, 0, Reset.LINEAR, 1, threshold, -threshold, WEIGHTS, targets.of(c, j)),
                    row(c, j));
        }
        return model;
    }

    private static long[] row(int c, int j) {
        long[] row = new long[SIDE / Long.SIZE];
        for (int a = 0; a < SIDE; a++) {
            if ((hash((1L << 40) + ((long) c << 16) + j * SIDE + a) >>> 32) % 10 == 0) {
                row[a >> 6] |= 1L << a;
            }
        }
        return row;
    }

    @Override
    public Iterator<CrossbarCoreModel> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < cores;
            }

            @Override
            public CrossbarCoreModel next() {
                return core(next++);
            }
        };
    }
}
