package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.MeshPart;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A mesh with few enough links and queues to list: the busiest links and the fullest queues, in their order.
 *
 * @param links links that stay
 * @param queues queues that stay
 */
public record BusiestLinks(List<MeshPart.Link> links, List<MeshPart.Queue> queues) {
    /** Links, and queues, that a file lists at most. */
    public static final int MOST = 20_000;

    /** Keeps at most {@code most} of each. */
    public static BusiestLinks of(MeshPart part, int most) {
        return new BusiestLinks(
                highest(part.links(), Comparator.comparingDouble(MeshPart.Link::load), most),
                highest(
                        part.queues(),
                        Comparator.comparingDouble(queue -> queue.highest() / (double) queue.capacity()),
                        most));
    }

    private static <T> List<T> highest(List<T> all, Comparator<T> order, int most) {
        if (all.size() <= most) {
            return all;
        }
        Set<T> kept =
                new HashSet<>(all.stream().sorted(order.reversed()).limit(most).toList());
        return all.stream().filter(kept::contains).toList();
    }
}
