package dev.ranvier.emulator.fabric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a fabric has counted: a copy, not a view.
 *
 * @param cycles cycles since counting began
 * @param offered deliveries asked for (a packet to a group counts once per member)
 * @param arrived deliveries made
 * @param traversals flits times routers crossed; the router of the destination counts, so a flit that takes H hops
 *     counts H+1
 * @param links every directed link that exists, ejection ports to the terminals included, in the order of routers and
 *     ports
 * @param queues every router buffer, in the order of routers and ports
 * @param latency cycles from offer to arrival, one value per delivery
 */
public record FabricStatistics(
        long cycles,
        long offered,
        long arrived,
        long traversals,
        List<LinkLoad> links,
        List<QueueMark> queues,
        Histogram latency) {
    /** Copies the lists. */
    public FabricStatistics {
        links = List.copyOf(links);
        queues = List.copyOf(queues);
    }

    /**
     * The busiest links, busiest first; equal loads in the order of routers and ports. Links without traffic are left
     * out.
     *
     * @param count at most this many
     */
    public List<LinkLoad> hotSpots(int count) {
        return busy().sorted(Comparator.comparingLong(LinkLoad::flits).reversed())
                .limit(count)
                .toList();
    }

    /** Flits of the busiest link, 0 if there was no traffic. */
    public long maxLinkFlits() {
        return busy().mapToLong(LinkLoad::flits).max().orElse(0);
    }

    private Stream<LinkLoad> busy() {
        return links.stream().filter(link -> link.flits() > 0);
    }
}
