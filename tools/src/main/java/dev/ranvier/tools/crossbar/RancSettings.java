package dev.ranvier.tools.crossbar;

import java.util.ArrayList;
import java.util.List;

/**
 * RANC's configuration (simulator, {@code config.json}).
 *
 * @param axons num_axons: axons per core
 * @param neurons num_neurons: neurons per core
 * @param columns num_cores_x
 * @param rows num_cores_y
 * @param weightTypes num_weights: axon types, and weights per neuron
 * @param schedulerRows max_tick_offset
 * @param inclusive neuron_reset_type: true (1) if V &lt;= the negative threshold crosses it, false (0) if only V &lt; does
 */
public record RancSettings(
        int axons, int neurons, int columns, int rows, int weightTypes, int schedulerRows, boolean inclusive) {

    /** What it changes of a RANC preset, for a bus with {@code outputs} outputs. */
    public List<String> overrides(int outputs) {
        return new ArrayList<>(List.of(
                "grid.columns=" + columns,
                "grid.rows=" + rows,
                "core.axons_in=" + axons,
                "core.neurons=" + neurons,
                "core.weight_types=" + weightTypes,
                "core.scheduler_rows=" + schedulerRows,
                "core.outputs=" + outputs,
                "core.negative_threshold=" + (inclusive ? "inclusive" : "strict")));
    }
}
