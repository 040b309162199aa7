package dev.ranvier.emulator.core.crossbar;

/**
 * Which kernels a core uses: the vector twins where the module {@code jdk.incubator.vector} is present and its lanes are
 * wide enough to win, the plain ones elsewhere; both give the same bits. The vector classes are not touched where the
 * module is absent.
 */
final class Kernels {
    private Kernels() {}

    private static boolean vectorPresent() {
        return !Boolean.getBoolean("ranvier.plain")
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static NeuronScan scan() {
        if (vectorPresent() && VectorSupport.isWide()) {
            return VectorSupport.scan();
        }
        return new NeuronScan.Plain();
    }

    static RowAdder rows() {
        if (vectorPresent() && VectorSupport.isWide()) {
            return VectorSupport.rows();
        }
        return new RowAdder.Plain();
    }

    static BitCounter counts() {
        if (vectorPresent() && VectorSupport.isWide()) {
            return VectorSupport.counts();
        }
        return new BitCounter.Plain();
    }

    /** Keeps references to vector classes out of the plain path. */
    private static final class VectorSupport {
        static boolean isWide() {
            return VectorNeuronScan.isWide();
        }

        static NeuronScan scan() {
            return new VectorNeuronScan();
        }

        static RowAdder rows() {
            return new VectorRowAdder();
        }

        static BitCounter counts() {
            return new VectorBitCounter();
        }
    }
}
