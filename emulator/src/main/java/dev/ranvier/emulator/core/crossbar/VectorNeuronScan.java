package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.crossbar.ParameterColumns.Column;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector twin of {@link NeuronScan.Plain}: 32-bit lanes (benchmark {@code CrossbarTick}). */
final class VectorNeuronScan implements NeuronScan {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** True if lanes are wide enough to win. */
    static boolean isWide() {
        return LANES >= 8 && LANES <= CrossbarState.BLOCK;
    }

    private static IntVector at(Column column, int first, int lane) {
        return IntVector.fromArray(SPECIES, column.values(), column.base() + column.step() * first + lane);
    }

    @Override
    public void scan(Frame f) {
        ScanParameters p = f.parameters;
        int[] potential = f.potential;
        int base = f.base;
        int lowest = p.lowest;
        int highest = p.highest;
        long changed = 0;
        long saturations = 0;
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            int first = block * CrossbarState.BLOCK;
            long fired = 0;
            IntVector difference = IntVector.zero(SPECIES);
            for (int lane = 0; lane < CrossbarState.BLOCK; lane += LANES) {
                IntVector before = IntVector.fromArray(SPECIES, potential, base + first + lane);
                IntVector raw = before.add(at(p.leak, first, lane));
                IntVector v = raw.max(lowest).min(highest);
                VectorMask<Integer> fires = v.compare(VectorOperators.GE, at(p.positive, first, lane))
                        .or(raw.compare(VectorOperators.GT, highest));
                VectorMask<Integer> crosses = v.compare(VectorOperators.LT, at(p.below, first, lane));
                IntVector onFire = v.and(at(p.fireKeep, first, lane)).add(at(p.fireAdd, first, lane));
                IntVector onCross = v.and(at(p.crossKeep, first, lane)).add(at(p.crossAdd, first, lane));
                IntVector after = v.blend(onCross, crosses).blend(onFire, fires);
                after.intoArray(potential, base + first + lane);
                difference = difference.or(before.lanewise(VectorOperators.XOR, after));
                fired |= fires.toLong() << lane;
                VectorMask<Integer> clipped = raw.compare(VectorOperators.NE, v);
                if (clipped.anyTrue()) {
                    saturations += clipped.trueCount();
                }
            }
            f.fired[block] = fired;
            if (fired != 0 || difference.compare(VectorOperators.NE, 0).anyTrue()) {
                changed |= 1L << block;
            }
        }
        f.changed = changed;
        f.saturations += saturations;
    }
}
