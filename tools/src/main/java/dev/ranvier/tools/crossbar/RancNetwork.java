package dev.ranvier.tools.crossbar;

import java.util.List;

/**
 * What RANC's configuration and input files hold.
 *
 * @param network cores and output bus
 * @param packets input packets in the order of the file
 * @param overrides what the configuration changes of the presets {@code ranc-sim} and {@code ranc}, as {@code key=value}
 */
public record RancNetwork(CrossbarNetwork network, List<CrossbarNetwork.Packet> packets, List<String> overrides) {
    /** Copies its lists. */
    public RancNetwork {
        packets = List.copyOf(packets);
        overrides = List.copyOf(overrides);
    }
}
