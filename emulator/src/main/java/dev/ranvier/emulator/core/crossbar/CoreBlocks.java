package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;

/** The blocks of a chip's cores, made when a core of them is made. Owned by its chip. */
final class CoreBlocks {
    private final CrossbarCoreSpec core;
    private final CoreBlock[] blocks;

    CoreBlocks(ChipSpec spec) {
        core = (CrossbarCoreSpec) spec.core();
        blocks = new CoreBlock[Math.ceilDiv(spec.cores(), CoreBlock.CORES)];
    }

    /** The block of node {@code node}. */
    CoreBlock of(int node) {
        int which = node / CoreBlock.CORES;
        if (blocks[which] == null) {
            blocks[which] = new CoreBlock(core);
        }
        return blocks[which];
    }

    /** The same for a node whose core was made. */
    CoreBlock existing(int node) {
        return blocks[node / CoreBlock.CORES];
    }

    /** Number of blocks. */
    int count() {
        return blocks.length;
    }

    /** Block {@code which}, null where no core was made. */
    CoreBlock get(int which) {
        return blocks[which];
    }
}
