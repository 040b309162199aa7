package dev.ranvier.emulator.fabric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why a fabric stands still: what waits for what.
 *
 * @param cycle cycle in which the watchdog looked
 * @param lastMove last cycle in which a flit moved
 * @param inFlight deliveries that had not arrived
 * @param waits every buffer whose front flit cannot go on
 * @param deadlock waits that form a ring, each waiting for the buffer of the next and the last for the first; empty if
 *     there is none, that is, if something outside the routers holds the flits
 */
public record StallReport(long cycle, long lastMove, long inFlight, List<Wait> waits, List<Wait> deadlock) {
    private static final int SHOWN = 16;

    /**
     * One blocked buffer.
     *
     * @param buffer name of the buffer, for example {@code router (1,2) input -x channel 0}
     * @param waitsFor name of the buffer that has to move first, or what else holds it
     * @param reason why the front flit cannot move, for example {@code no credit for output +x}
     * @param tag tag of the packet at the front
     */
    public record Wait(String buffer, String waitsFor, String reason, long tag) {}

    /** Copies the lists. */
    public StallReport {
        waits = List.copyOf(waits);
        deadlock = List.copyOf(deadlock);
    }

    /** A report whose ring is found in the given waits. */
    public static StallReport of(long cycle, long lastMove, long inFlight, List<Wait> waits) {
        return new StallReport(cycle, lastMove, inFlight, waits, ring(waits));
    }

    private static List<Wait> ring(List<Wait> waits) {
        Map<String, List<Wait>> from = new HashMap<>();
        for (Wait wait : waits) {
            from.computeIfAbsent(wait.buffer(), b -> new ArrayList<>()).add(wait);
        }
        Set<String> finished = new HashSet<>();
        for (Wait start : waits) {
            List<Wait> ring = follow(start.buffer(), from, finished);
            if (!ring.isEmpty()) {
                return ring;
            }
        }
        return List.of();
    }

    /** Depth-first search with its own stack: a chip can have more buffers than the thread's stack has frames. */
    private static List<Wait> follow(String start, Map<String, List<Wait>> from, Set<String> finished) {
        Set<String> onPath = new LinkedHashSet<>();
        List<Wait> path = new ArrayList<>();
        List<Integer> nextEdge = new ArrayList<>();
        List<String> nodes = new ArrayList<>();
        if (finished.contains(start)) {
            return List.of();
        }
        nodes.add(start);
        nextEdge.add(0);
        onPath.add(start);
        while (!nodes.isEmpty()) {
            int top = nodes.size() - 1;
            List<Wait> edges = from.getOrDefault(nodes.get(top), List.of());
            int k = nextEdge.get(top);
            if (k == edges.size()) {
                String done = nodes.removeLast();
                nextEdge.removeLast();
                onPath.remove(done);
                finished.add(done);
                if (!path.isEmpty()) {
                    path.removeLast();
                }
                continue;
            }
            nextEdge.set(top, k + 1);
            Wait edge = edges.get(k);
            String target = edge.waitsFor();
            if (onPath.contains(target)) {
                List<Wait> ring = new ArrayList<>(path.subList(nodes.indexOf(target), path.size()));
                ring.add(edge);
                return ring;
            }
            if (from.containsKey(target) && !finished.contains(target)) {
                path.add(edge);
                nodes.add(target);
                nextEdge.add(0);
                onPath.add(target);
            }
        }
        return List.of();
    }

    /** The report as text: one line of summary, then the ring or, without one, the first waits. */
    public String describe() {
        StringBuilder text = new StringBuilder("no flit has moved since cycle " + lastMove + " (now " + cycle
                + ") while " + inFlight + " deliveries are outstanding");
        text.append(
                deadlock.isEmpty()
                        ? "; no ring of waiting buffers, first waits:"
                        : "; deadlock, a ring of " + deadlock.size() + " buffers waits for itself:");
        List<Wait> shown = deadlock.isEmpty() ? waits : deadlock;
        for (Wait wait : shown.subList(0, Math.min(SHOWN, shown.size()))) {
            text.append("\n  ").append(wait.buffer()).append(" waits for ").append(wait.waitsFor());
            text.append(" (")
                    .append(wait.reason())
                    .append(", packet ")
                    .append(wait.tag())
                    .append(')');
        }
        if (shown.size() > SHOWN) {
            text.append("\n  and ").append(shown.size() - SHOWN).append(" more");
        }
        return text.toString();
    }
}
