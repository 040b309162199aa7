package dev.ranvier.tools.network;

import dev.ranvier.tools.cells.GateFunction;
import dev.ranvier.tools.cells.SpinePhysics;
import java.util.List;
import java.util.Optional;

/**
 * What all cells of a network share, since a biophysical core has it once.
 *
 * @param magnesium concentration outside, mM: drives the calcium influx of spines
 * @param gates gates 1..3 in order, at most 3
 * @param channels names of channels 0..7; "" where a number is not in use
 * @param receptors per transmitter (glu, gaba, gly, ach): numbers of the channels that receptor counts 0 and 1 open
 * @param plasticity how spines learn, if the file says so
 */
public record CellPhysics(
        double magnesium,
        List<NamedGate> gates,
        List<String> channels,
        int[][] receptors,
        Optional<SpinePhysics> plasticity) {
    /** Copies its lists. */
    public CellPhysics {
        gates = List.copyOf(gates);
        channels = List.copyOf(channels);
    }

    /**
     * A gate.
     *
     * @param name its name
     * @param function fraction of open channels by potential
     */
    public record NamedGate(String name, GateFunction function) {}
}
