package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the busiest links of a fabric.
 *
 * @param chip chip of its router, from 0
 * @param link the link
 * @param load used part of its capacity, 0..1
 * @param queue the fullest buffer of the router that sends over it: what waits for the link waits there
 */
public record HotSpot(int chip, LinkLoad link, double load, Optional<QueueMark> queue) {
    /**
     * The busiest links of all chips, busiest first; equal loads in the order of chips, routers and ports. Links without
     * traffic are left out.
     *
     * @param chips what each chip's fabric counted
     * @param count at most this many
     */
    public static List<HotSpot> of(List<FabricView> chips, int count) {
        return chips.stream()
                .flatMap(view -> view.links().stream()
                        .filter(link -> link.flits() > 0)
                        .map(link -> new HotSpot(view.chip(), link, view.load(link), fullest(view, link))))
                .sorted(Comparator.comparingDouble(HotSpot::load).reversed())
                .limit(count)
                .toList();
    }

    private static Optional<QueueMark> fullest(FabricView view, LinkLoad link) {
        return view.queues().stream()
                .filter(mark -> mark.router() == link.router() && mark.plane() == link.plane())
                .max(Comparator.comparingDouble(mark -> mark.highest() / (double) Math.max(1, mark.capacity())));
    }

    /** {@code (3,4) +x to (4,4)}; with the plane if it is not the first. */
    public String where() {
        var direction = FabricView.direction(link.port());
        String to = direction.dx() == 0 && direction.dy() == 0
                ? "its cores"
                : direction.name().toLowerCase(Locale.ROOT) + " neighbour";
        String plane = link.plane() == 0 ? "" : " in plane " + link.plane();
        return "(" + link.x() + "," + link.y() + ") " + link.port() + plane + " to " + to;
    }

    /** {@code input -x: 4 of 4}, or empty. */
    public String waiting() {
        return queue.map(mark -> mark.buffer() + ": " + mark.highest() + " of " + mark.capacity())
                .orElse("");
    }

    /** One line per hot spot, with a header. */
    public static String text(List<HotSpot> spots, boolean severalChips) {
        StringBuilder text = new StringBuilder(
                String.format("%5s %7s %10s  %-36s %s%n", "", "load", "flits", "busiest links", "fullest queue there"));
        for (int k = 0; k < spots.size(); k++) {
            HotSpot spot = spots.get(k);
            text.append(String.format(
                    Locale.ROOT,
                    "%5d %6.1f%% %10d  %-36s %s%n",
                    k + 1,
                    100 * spot.load(),
                    spot.link().flits(),
                    (severalChips ? "chip " + spot.chip() + " " : "") + spot.where(),
                    spot.waiting()));
        }
        return text.toString();
    }
}
