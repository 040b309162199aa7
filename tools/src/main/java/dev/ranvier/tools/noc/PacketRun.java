package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.hw.RanvierException;
import java.util.Locale;

/**
 * A packet list that has been delivered.
 *
 * @param packets packets of the list
 * @param flits flits of the list
 * @param endCycle cycle after the last arrival
 * @param networkMean cycles from injection to arrival, mean; NaN without packets
 * @param statistics what the fabric counted from cycle 0 to the end
 */
public record PacketRun(int packets, long flits, long endCycle, double networkMean, FabricStatistics statistics) {
    /**
     * Delivers a list.
     *
     * @param fabric at cycle 0
     * @param packets sorted by cycle
     */
    public static PacketRun of(Fabric fabric, PacketBatch packets) {
        Arrivals arrivals = new Arrivals();
        long end;
        try {
            end = fabric.deliver(packets, arrivals);
        } catch (IllegalArgumentException wrong) {
            throw new RanvierException(wrong.getMessage(), wrong);
        }
        long flits = 0;
        long network = 0;
        for (int k = 0; k < arrivals.size(); k++) {
            flits += arrivals.flits(k);
            network += arrivals.arrived(k) - arrivals.injected(k);
        }
        double count = arrivals.size() == 0 ? Double.NaN : arrivals.size();
        return new PacketRun(arrivals.size(), flits, end, network / count, fabric.statistics());
    }

    /** A few lines for people. */
    public String text() {
        var latency = statistics.latency();
        return String.format(
                Locale.ROOT,
                "%d packets of %d flits delivered by cycle %d, %d traversals%n"
                        + "latency in cycles: mean %.2f, median %d, p99 %d, max %d; inside the network %.2f%n",
                packets,
                flits,
                endCycle,
                statistics.traversals(),
                latency.getMean(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getMaxValue(),
                networkMean);
    }
}
