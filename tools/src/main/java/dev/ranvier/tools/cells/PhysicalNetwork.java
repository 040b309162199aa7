package dev.ranvier.tools.cells;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A network of conductance-based cells in physical units: what a laboratory describes, what the float64 model runs, and
 * what {@link CellCompiler} turns into registers.
 *
 * @param name name of the network
 * @param tickMs length of a tick of the chip, ms
 * @param kinds kinds of cells, at most 16
 * @param kindOfCell kind per cell
 * @param transmitterOfCell what each cell releases
 * @param transmitterOfAxon what each external axon releases
 * @param channelsOfTransmitter per transmitter: channels that receptor counts 0 and 1 open
 * @param gates functions of gates 1..3: mV to a fraction 0..1; null = always open
 * @param calcium calcium drive, mV to a fraction 0..1
 * @param spines plasticity, or null where spines do not learn
 * @param synapses the synapses; delays in ticks
 */
public record PhysicalNetwork(
        String name,
        double tickMs,
        List<CellKind> kinds,
        int[] kindOfCell,
        Transmitter[] transmitterOfCell,
        Transmitter[] transmitterOfAxon,
        int[][] channelsOfTransmitter,
        DoubleUnaryOperator[] gates,
        DoubleUnaryOperator calcium,
        SpinePhysics spines,
        CellSynapses synapses) {

    /** Copies its list. */
    public PhysicalNetwork {
        kinds = List.copyOf(kinds);
    }

    /** Number of cells. */
    public int cells() {
        return kindOfCell.length;
    }

    /** Number of external axons. */
    public int axons() {
        return transmitterOfAxon.length;
    }
}
