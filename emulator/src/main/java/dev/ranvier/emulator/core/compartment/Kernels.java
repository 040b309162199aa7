package dev.ranvier.emulator.core.compartment;

import dev.ranvier.hw.CompartmentProfile.Semantics;

/**
 * Which kernels a core uses: the vector twins where the module {@code jdk.incubator.vector} is present and its lanes
 * are wide enough to win, the plain ones elsewhere; both give the same bits. Chosen once per core; the vector classes
 * are not touched where the module is absent.
 */
final class Kernels {
    private Kernels() {}

    private static boolean vectorPresent() {
        return !Boolean.getBoolean("ranvier.plain")
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static UpdateKernel update(Semantics semantics, CompartmentConfig config) {
        return switch (semantics) {
            case NENGO ->
                vectorPresent() && NengoVectorKernel.serves(config) ? new NengoVectorKernel() : new NengoKernel();
            case LAVA -> new LavaKernel();
            case BRIAN2 -> new Brian2Kernel();
        };
    }

    static DenseKernel dense() {
        if (vectorPresent()) {
            DenseKernel kernel = DenseVectorSupport.kernelIfWide();
            if (kernel != null) {
                return kernel;
            }
        }
        return new DenseKernel.Plain();
    }

    /** Keeps the reference to the vector class out of the plain path. */
    private static final class DenseVectorSupport {
        static DenseKernel kernelIfWide() {
            return DenseVectorKernel.serves() ? new DenseVectorKernel() : null;
        }
    }
}
