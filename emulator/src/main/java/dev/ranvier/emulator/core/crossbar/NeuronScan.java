package dev.ranvier.emulator.core.crossbar;

/**
 * The update of a core's neurons after their synapses have been added: leak, thresholds, reset. Implementations give the
 * same bits. Stateless.
 */
interface NeuronScan {
    /** What a scan works on, and what it finds. */
    final class Frame {
        ScanParameters parameters;
        int[] potential;
        /** Where the potentials of the core begin. */
        int base;
        /** Blocks of 64 neurons to update. */
        long blocks;
        /**
         * Neurons that fired: those of block b in word {@code firedAt + b}, set for blocks that are updated; bits of
         * neurons that are not in use mean nothing.
         */
        long[] fired;

        /** See {@link #fired}. */
        int firedAt;

        /** Blocks in which something changed or fired. */
        long changed;
        /** Updates in which the potential was clipped. */
        long saturations;
    }

    /** Updates the blocks of {@code frame}. */
    void scan(Frame frame);

    /** The plain kernel. */
    final class Plain implements NeuronScan {
        @Override
        public void scan(Frame f) {
            ScanParameters p = f.parameters;
            int[] potential = f.potential;
            int base = f.base;
            f.changed = 0;
            for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
                int block = Long.numberOfTrailingZeros(blocks);
                int first = block * CrossbarState.BLOCK;
                long fired = 0;
                int difference = 0;
                for (int lane = 0; lane < CrossbarState.BLOCK; lane++) {
                    int n = base + first + lane;
                    int before = potential[n];
                    int raw = before + p.leak.at(first, lane);
                    int v = Math.min(Math.max(raw, p.lowest), p.highest);
                    f.saturations += v == raw ? 0 : 1;
                    int after = v;
                    if (raw >= p.fireAt.at(first, lane)) {
                        after = (v & p.fireKeep.at(first, lane)) + p.fireAdd.at(first, lane);
                        fired |= 1L << lane;
                    } else if (raw < p.crossBelow.at(first, lane)) {
                        after = (v & p.crossKeep.at(first, lane)) + p.crossAdd.at(first, lane);
                    }
                    potential[n] = after;
                    difference |= before ^ after;
                }
                f.fired[f.firedAt + block] = fired;
                if (fired != 0 || difference != 0) {
                    f.changed |= 1L << block;
                }
            }
        }
    }
}
