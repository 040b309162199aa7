package dev.ranvier.emulator.core.programmable;

/**
 * Which forms of the engines a machine has: with vectors where the module {@code jdk.incubator.vector} is present and
 * its lanes are wide enough to win, plain ones elsewhere; same bits. The vector classes are not touched where the module
 * is absent. Stateless.
 */
final class MicroEngines {
    private static final int FEWEST_LANES = 8;

    private MicroEngines() {}

    /** True if vectors are used. */
    static boolean vectors() {
        return !Boolean.getBoolean("ranvier.plain")
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                && Wide.present();
    }

    /** The loops of the vector engine. */
    static LaneLoops loops() {
        return vectors() ? Wide.loops() : new PlainLoops();
    }

    /** Keeps the reference to the vector classes out of the plain path. */
    private static final class Wide {
        static boolean present() {
            return VectorMath.LANES >= FEWEST_LANES && Lanes.MOST % VectorMath.LANES == 0;
        }

        static LaneLoops loops() {
            return new VectorLoops();
        }
    }
}
