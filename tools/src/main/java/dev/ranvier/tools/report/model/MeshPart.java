package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * Routers of one or several chips with the traffic between them: each directed link coloured by its load, each tile
 * filled to the high-water mark of its fullest queue.
 *
 * @param title heading
 * @param caption may be empty
 * @param columns tiles of a chip along x, at least 1
 * @param rows tiles of a chip along y, at least 1
 * @param chips chips, drawn side by side, at least 1
 * @param numbered how many of the busiest links bear their rank, as in a table beside the map; equal loads in the order
 *     of {@code links}
 * @param links directed links; what is not listed is not drawn
 * @param queues at most one per tile
 */
public record MeshPart(
        String title,
        String caption,
        int columns,
        int rows,
        int chips,
        int numbered,
        List<Link> links,
        List<Queue> queues)
        implements ReportPart {

    /** Where a link leads, seen from its router. */
    public enum Direction {
        /** Towards higher x. */
        EAST(1, 0),
        /** Towards lower x. */
        WEST(-1, 0),
        /** Towards higher y. */
        NORTH(0, 1),
        /** Towards lower y. */
        SOUTH(0, -1),
        /** To the router's own cores. */
        LOCAL(0, 0);

        private final int dx;
        private final int dy;

        Direction(int dx, int dy) {
            this.dx = dx;
            this.dy = dy;
        }

        /** Columns to the neighbour: -1, 0 or 1. */
        public int dx() {
            return dx;
        }

        /** Rows to the neighbour: -1, 0 or 1. */
        public int dy() {
            return dy;
        }
    }

    /**
     * A directed link.
     *
     * @param chip chip of its router, from 0
     * @param x column of its router
     * @param y row of its router
     * @param direction where it leads; over the rim of the chip: to the opposite rim (torus) or another chip
     * @param flits flits that it carried
     * @param load used part of its capacity, 0..1
     */
    public record Link(int chip, int x, int y, Direction direction, long flits, double load) {
        /** The direction is required. */
        public Link {
            Objects.requireNonNull(direction, "direction");
        }
    }

    /**
     * The fullest queue of a tile.
     *
     * @param chip chip, from 0
     * @param x column
     * @param y row
     * @param name its name, e.g. {@code input -x}
     * @param highest most flits that it held at once
     * @param capacity flits that it can hold, at least 1
     */
    public record Queue(int chip, int x, int y, String name, int highest, int capacity) {
        /** The name is required. */
        public Queue {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * Copies its lists.
     *
     * @throws IllegalArgumentException if the grid is empty, or a link or queue lies outside of it
     */
    public MeshPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        links = List.copyOf(links);
        queues = List.copyOf(queues);
        if (columns < 1 || rows < 1 || chips < 1) {
            throw new IllegalArgumentException("mesh '" + title + "' has " + columns + " x " + rows + " tiles on "
                    + chips + " chips; each must be at least 1");
        }
        for (Link link : links) {
            inside(title, "link", link.chip(), link.x(), link.y(), columns, rows, chips);
            if (!(link.load() >= 0)) {
                throw new IllegalArgumentException("a link at (" + link.x() + "," + link.y() + ") of mesh '" + title
                        + "' has load " + link.load() + "; loads are 0 or more");
            }
        }
        for (Queue queue : queues) {
            inside(title, "queue", queue.chip(), queue.x(), queue.y(), columns, rows, chips);
            if (queue.capacity() < 1) {
                throw new IllegalArgumentException("a queue at (" + queue.x() + "," + queue.y() + ") of mesh '" + title
                        + "' has capacity " + queue.capacity() + "; a queue holds at least 1 flit");
            }
        }
    }

    private static void inside(String title, String what, int chip, int x, int y, int columns, int rows, int chips) {
        if (chip < 0 || chip >= chips || x < 0 || x >= columns || y < 0 || y >= rows) {
            throw new IllegalArgumentException("a " + what + " at tile (" + x + "," + y + ") of chip " + chip
                    + " does not exist in mesh '" + title + "': tiles are (0.." + (columns - 1) + ",0.." + (rows - 1)
                    + ") of chips 0.." + (chips - 1));
        }
    }

    /** Load of the busiest link, 0 without links. */
    public double highestLoad() {
        return links.stream().mapToDouble(Link::load).max().orElse(0);
    }
}
