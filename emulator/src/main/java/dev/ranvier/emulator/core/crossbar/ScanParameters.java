package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.NegativeThreshold;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import java.util.Arrays;

/**
 * What the neuron scan needs, decoded from the parameters of a core: after a spike V becomes {@code (V & fireKeep) +
 * fireAdd}, at the negative threshold {@code (V & crossKeep) + crossAdd}, so that all reset modes are one formula.
 *
 * <p>A parameter that is equal for all neurons in use is held once per lane of a block and read again for every block:
 * its step is 0, else 1. Immutable once made; arrays may be those of the state.
 */
final class ScanParameters {
    final int neurons;
    final Column leak;
    /** Fires at V &gt;= this. */
    final Column positive;
    /** The negative threshold is crossed at V &lt; this. */
    final Column below;

    final Column fireKeep;
    final Column fireAdd;
    final Column crossKeep;
    final Column crossAdd;
    /** Potentials are clipped to {@code lowest .. highest}, and fire above. */
    final int lowest;

    final int highest;

    /**
     * A parameter of all neurons.
     *
     * @param values one per neuron, or one block of equal ones
     * @param step 1, or 0 if every block reads the same values
     */
    record Column(int[] values, int step) {}

    /** Decodes the first {@code neurons} neurons of {@code state}; reset modes have been checked. */
    ScanParameters(CrossbarState state, CrossbarCoreSpec core, int neurons) {
        this.neurons = neurons;
        boolean trueNorth = core.semantics() == Semantics.TRUENORTH;
        highest = core.potentialLimit() == 0 ? Integer.MAX_VALUE : core.potentialLimit();
        lowest = core.potentialLimit() == 0 ? Integer.MIN_VALUE : -core.potentialLimit();
        int[] threshold = trueNorth ? negated(state.negative) : state.negative;
        int[] limit = threshold;
        if (core.negativeThreshold() == NegativeThreshold.INCLUSIVE) {
            limit = threshold.clone();
            for (int n = 0; n < limit.length; n++) {
                limit[n] = limit[n] == Integer.MAX_VALUE ? limit[n] : limit[n] + 1;
            }
        }
        int[] keepOnFire = new int[state.room];
        int[] addOnFire = new int[state.room];
        int[] keepOnCross = new int[state.room];
        int[] addOnCross = new int[state.room];
        for (int n = 0; n < neurons; n++) {
            int gamma = trueNorth ? TrueNorthFlags.gamma(state.flags[n]) : state.flags[n];
            keepOnFire[n] = gamma == 0 ? 0 : -1;
            addOnFire[n] = gamma == 0 ? state.reset[n] : gamma == 1 ? -state.positive[n] : 0;
            if (trueNorth && TrueNorthFlags.saturates(state.flags[n])) {
                addOnCross[n] = threshold[n];
            } else {
                keepOnCross[n] = keepOnFire[n];
                addOnCross[n] = gamma == 0 ? -state.reset[n] : gamma == 1 ? -threshold[n] : 0;
            }
        }
        leak = column(state.leak);
        positive = column(state.positive);
        below = column(limit);
        fireKeep = column(keepOnFire);
        fireAdd = column(addOnFire);
        crossKeep = column(keepOnCross);
        crossAdd = column(addOnCross);
    }

    private static int[] negated(int[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private Column column(int[] values) {
        for (int n = 1; n < neurons; n++) {
            if (values[n] != values[0]) {
                return new Column(values, 1);
            }
        }
        int[] block = new int[CrossbarState.BLOCK];
        Arrays.fill(block, neurons == 0 ? 0 : values[0]);
        return new Column(block, 0);
    }
}
