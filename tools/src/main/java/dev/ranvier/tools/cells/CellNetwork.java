package dev.ranvier.tools.cells;

import java.util.List;

/**
 * A network of conductance-based cells in registers: what {@link CellAssembler} turns into an image. Source ids count
 * external axons first, then cells.
 *
 * @param name name of the network
 * @param profiles cell profiles, at most 16
 * @param profileOfCell profile per cell
 * @param transmitterOfCell what each cell releases
 * @param transmitterOfAxon what each external axon releases
 * @param channelsOfTransmitter per transmitter: channels that receptor counts 0 and 1 open
 * @param gates gate tables 1..3 of 129 entries (65536 = 1); null = always open
 * @param calcium calcium table, 129 entries
 * @param phi table of the exponential Euler step, 129 entries
 * @param spines plasticity, or null where spines do not learn
 * @param synapses the synapses
 */
public record CellNetwork(
        String name,
        List<CellRegisters> profiles,
        int[] profileOfCell,
        Transmitter[] transmitterOfCell,
        Transmitter[] transmitterOfAxon,
        int[][] channelsOfTransmitter,
        int[][] gates,
        int[] calcium,
        int[] phi,
        SpineRegisters spines,
        CellSynapses synapses) {

    /** Copies its list. */
    public CellNetwork {
        profiles = List.copyOf(profiles);
    }

    /** Number of cells. */
    public int cells() {
        return profileOfCell.length;
    }

    /** Number of external axons. */
    public int axons() {
        return transmitterOfAxon.length;
    }
}
