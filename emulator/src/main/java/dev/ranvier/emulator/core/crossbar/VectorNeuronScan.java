package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.crossbar.ParameterColumns.Column;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin of {@link NeuronScan.Plain}: 32-bit lanes; parameters that are equal for all neurons of a core stay in
 * registers (benchmark {@code CrossbarTick}).
 */
final class VectorNeuronScan implements NeuronScan {
    private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** True if lanes are wide enough to win. */
    static boolean isWide() {
        return LANES >= 8 && 4 * LANES <= CrossbarState.BLOCK;
    }

    @Override
    public void scan(Frame f) {
        f.changed = 0;
        if (f.parameters.isUniform) {
            uniform(f);
        } else {
            general(f);
        }
    }

    private static IntVector all(Column column) {
        return IntVector.broadcast(SPECIES, column.at(0, 0));
    }

    private static void uniform(Frame f) {
        ScanParameters p = f.parameters;
        int[] potential = f.potential;
        int lowest = p.lowest;
        int highest = p.highest;
        IntVector leak = all(p.leak);
        IntVector fireAt = all(p.fireAt);
        IntVector crossBelow = all(p.crossBelow);
        IntVector fireKeep = all(p.fireKeep);
        IntVector fireAdd = all(p.fireAdd);
        IntVector crossKeep = all(p.crossKeep);
        IntVector crossAdd = all(p.crossAdd);
        IntVector clips = IntVector.zero(SPECIES);
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            int first = f.base + block * CrossbarState.BLOCK;
            long fired = 0;
            IntVector difference = IntVector.zero(SPECIES);
            for (int lane = 0; lane < CrossbarState.BLOCK; lane += LANES) {
                IntVector before = IntVector.fromArray(SPECIES, potential, first + lane);
                IntVector raw = before.add(leak);
                IntVector v = raw.max(lowest).min(highest);
                VectorMask<Integer> fires = raw.compare(VectorOperators.GE, fireAt);
                VectorMask<Integer> crosses = raw.compare(VectorOperators.LT, crossBelow);
                IntVector onFire = v.and(fireKeep).add(fireAdd);
                IntVector onCross = v.and(crossKeep).add(crossAdd);
                IntVector after = v.blend(onCross, crosses).blend(onFire, fires);
                after.intoArray(potential, first + lane);
                difference = difference.or(before.lanewise(VectorOperators.XOR, after));
                clips = clips.add(1, raw.compare(VectorOperators.NE, v));
                fired |= fires.toLong() << lane;
            }
            finish(f, block, fired, difference);
        }
        count(f, clips);
    }

    private static IntVector at(Column column, int first, int lane) {
        return IntVector.fromArray(SPECIES, column.values(), column.base() + column.step() * first + lane);
    }

    private static void general(Frame f) {
        ScanParameters p = f.parameters;
        int[] potential = f.potential;
        int lowest = p.lowest;
        int highest = p.highest;
        IntVector clips = IntVector.zero(SPECIES);
        for (long blocks = f.blocks; blocks != 0; blocks &= blocks - 1) {
            int block = Long.numberOfTrailingZeros(blocks);
            int first = block * CrossbarState.BLOCK;
            int base = f.base + first;
            long fired = 0;
            IntVector difference = IntVector.zero(SPECIES);
            for (int lane = 0; lane < CrossbarState.BLOCK; lane += LANES) {
                IntVector before = IntVector.fromArray(SPECIES, potential, base + lane);
                IntVector raw = before.add(at(p.leak, first, lane));
                IntVector v = raw.max(lowest).min(highest);
                VectorMask<Integer> fires = raw.compare(VectorOperators.GE, at(p.fireAt, first, lane));
                VectorMask<Integer> crosses = raw.compare(VectorOperators.LT, at(p.crossBelow, first, lane));
                IntVector onFire = v.and(at(p.fireKeep, first, lane)).add(at(p.fireAdd, first, lane));
                IntVector onCross = v.and(at(p.crossKeep, first, lane)).add(at(p.crossAdd, first, lane));
                IntVector after = v.blend(onCross, crosses).blend(onFire, fires);
                after.intoArray(potential, base + lane);
                difference = difference.or(before.lanewise(VectorOperators.XOR, after));
                clips = clips.add(1, raw.compare(VectorOperators.NE, v));
                fired |= fires.toLong() << lane;
            }
            finish(f, block, fired, difference);
        }
        count(f, clips);
    }

    private static void finish(Frame f, int block, long fired, IntVector difference) {
        f.fired[f.firedAt + block] = fired;
        if (fired != 0 || difference.compare(VectorOperators.NE, 0).anyTrue()) {
            f.changed |= 1L << block;
        }
    }

    private static void count(Frame f, IntVector clips) {
        if (clips.compare(VectorOperators.NE, 0).anyTrue()) {
            f.saturations += clips.reduceLanes(VectorOperators.ADD);
        }
    }
}
