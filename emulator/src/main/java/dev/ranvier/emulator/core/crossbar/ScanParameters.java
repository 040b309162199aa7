package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.crossbar.ParameterColumns.Column;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.NegativeThreshold;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the neuron scan needs, decoded from the parameters of a core: after a spike V becomes {@code (V & fireKeep) +
 * fireAdd}, at the negative threshold {@code (V & crossKeep) + crossAdd}, so that all reset modes are one formula.
 *
 * <p>Immutable once made; columns may be arrays of the state.
 */
final class ScanParameters {
    final int neurons;
    /** Weight by axon type. */
    final Column[] weights;

    final Column leak;
    /** Fires if V is this or more before it is clipped. */
    final Column fireAt;
    /** Crosses the negative threshold if it does not fire and V is less than this before it is clipped. */
    final Column crossBelow;

    final Column fireKeep;
    final Column fireAdd;
    final Column crossKeep;
    final Column crossAdd;
    /** Potentials are clipped to {@code lowest .. highest}, and fire above. */
    final int lowest;

    final int highest;

    /** True if all neurons have the same parameters. */
    final boolean isUniform;

    /** Weights by axon type if all neurons have the same; else null. */
    final int[] uniformWeights;

    /** Decodes the first {@code neurons} neurons of {@code state}; reset modes have been checked. */
    ScanParameters(CrossbarState state, CrossbarCoreSpec core, int neurons, ParameterColumns columns) {
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
        weights = new Column[core.weightTypes()];
        for (int type = 0; type < weights.length; type++) {
            weights[type] = columns.of(state.weights, type * state.room, neurons);
        }
        leak = columns.of(state.leak, 0, neurons);
        fireAt = columns.of(unclipped(state.positive), 0, neurons);
        crossBelow = columns.of(unclipped(limit), 0, neurons);
        fireKeep = columns.of(keepOnFire, 0, neurons);
        fireAdd = columns.of(addOnFire, 0, neurons);
        crossKeep = columns.of(keepOnCross, 0, neurons);
        crossAdd = columns.of(addOnCross, 0, neurons);
        isUniform = columns().stream().allMatch(column -> column.step() == 0);
        boolean sameWeights = Arrays.stream(weights).allMatch(column -> column.step() == 0);
        uniformWeights = sameWeights
                ? Arrays.stream(weights).mapToInt(column -> column.at(0, 0)).toArray()
                : null;
    }

    /**
     * Thresholds for potentials before they are clipped that decide as {@code thresholds} do after; what is clipped at the
     * top fires.
     */
    private int[] unclipped(int[] thresholds) {
        return Arrays.stream(thresholds)
                .map(t -> t <= lowest ? Integer.MIN_VALUE : (int) Math.min(t, highest + 1L))
                .toArray();
    }

    /** All columns. */
    List<Column> columns() {
        List<Column> all = new ArrayList<>(List.of(weights));
        all.addAll(List.of(leak, fireAt, crossBelow, fireKeep, fireAdd, crossKeep, crossAdd));
        return all;
    }

    private static int[] negated(int[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }
}
