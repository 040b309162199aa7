package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.MeshPart.Direction;
import dev.ranvier.tools.report.model.MeshPart.Link;
import dev.ranvier.tools.report.model.MeshPart.Queue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A map of routers, x to the east and y to the north: links as arrows that drive on the right and are as wide as they
 * are loaded, tiles filled to their high-water mark. Where tiles would be too small for arrows each is a cell in the colour of its busiest link.
 */
final class MeshFigure {
    /** Tiles up to which links are drawn one by one. */
    static final int MOST_TILES = 1024;

    private static final double LEFT = 52;
    private static final double BAR_ROOM = 100;
    private static final double CHIP_GAP = 44;
    private static final double MOST_HEIGHT = 620;
    private static final double LARGEST_PITCH = 74;
    private static final double SMALLEST_WITH_ARROWS = 14;
    private static final double TILE = 0.54; // of the pitch
    private static final double[] TOPS = {0.05, 0.1, 0.2, 0.5, 1};

    private final Markup m;
    private final MeshPart part;
    private final int chipColumns;
    private final double pitch;
    private final double tile;
    private final double top;
    private final double highest;

    MeshFigure(Markup m, MeshPart part) {
        this.m = m;
        this.part = part;
        chipColumns = (int) Math.ceil(Math.sqrt(part.chips()));
        int chipRows = Math.ceilDiv(part.chips(), chipColumns);
        double across =
                (Figure.WIDTH - LEFT - BAR_ROOM - (chipColumns - 1) * CHIP_GAP) / (chipColumns * part.columns());
        double up = (MOST_HEIGHT - (chipRows - 1) * CHIP_GAP) / (chipRows * part.rows());
        pitch = Math.min(Math.min(across, up), LARGEST_PITCH);
        tile = pitch * TILE;
        top = part.chips() > 1 ? 30 : 16;
        highest = colourTop(part.highestLoad());
    }

    /** Load of the darkest colour: a round number not below the busiest link. */
    private static double colourTop(double load) {
        for (double value : TOPS) {
            if (load <= value) {
                return value;
            }
        }
        return load;
    }

    void draw() {
        boolean arrows = pitch >= SMALLEST_WITH_ARROWS && part.columns() * part.rows() * part.chips() <= MOST_TILES;
        int chipRows = Math.ceilDiv(part.chips(), chipColumns);
        double width = LEFT + chipColumns * (part.columns() * pitch + CHIP_GAP) - CHIP_GAP;
        double height = top + chipRows * (part.rows() * pitch + CHIP_GAP) + 4;
        Figure.open(
                m,
                width + BAR_ROOM,
                Math.max(height, 170),
                "Map of " + part.columns() + " by " + part.rows() + " routers on " + part.chips()
                        + " chips with the load of each link, at most "
                        + NumberText.of(part.highestLoad(), "fraction").joined());
        for (int chip = 0; chip < part.chips(); chip++) {
            labels(chip);
        }
        if (arrows) {
            part.queues().forEach(this::tile);
            part.links().forEach(this::link);
            badges();
        } else {
            new MeshCells(m, part, pitch, highest, this::chipLeft, this::chipTop).draw();
        }
        List<String> scale = List.of("0", percent(highest / 2), percent(highest));
        double bar = Math.clamp(part.rows() * pitch, 120, 260);
        HeatGrid.colourBar(m, "h", width + 44, top, bar, scale, "link load");
        Figure.close(m);
    }

    private static String percent(double part) {
        return NumberText.plain(part * 100) + " %";
    }

    private double chipLeft(int chip) {
        return LEFT + chip % chipColumns * (part.columns() * pitch + CHIP_GAP);
    }

    private double chipTop(int chip) {
        return top + chip / chipColumns * (part.rows() * pitch + CHIP_GAP);
    }

    private double middleX(int chip, int x) {
        return chipLeft(chip) + (x + 0.5) * pitch;
    }

    private double middleY(int chip, int y) {
        return chipTop(chip) + (part.rows() - y - 0.5) * pitch;
    }

    private void labels(int chip) {
        if (part.chips() > 1) {
            m.leaf("text", "chip " + chip, "class", "label", "x", chipLeft(chip), "y", chipTop(chip) - 12);
        }
        int every = 1;
        while (every * pitch < 18) {
            every *= 2;
        }
        double foot = chipTop(chip) + part.rows() * pitch;
        for (int x = 0; x < part.columns(); x += every) {
            m.leaf("text", "" + x, "class", "tick mid", "x", middleX(chip, x), "y", foot + 14);
        }
        for (int y = 0; y < part.rows() && chip % chipColumns == 0; y += every) {
            m.leaf("text", "" + y, "class", "tick end", "x", chipLeft(chip) - 10, "y", middleY(chip, y) + 4);
        }
        m.leaf("text", "x", "class", "axis mid", "x", chipLeft(chip) + part.columns() * pitch / 2, "y", foot + 28);
        if (chip % chipColumns == 0) {
            m.leaf("text", "y", "class", "axis mid", "x", 14.0, "y", chipTop(chip) + part.rows() * pitch / 2);
        }
    }

    private void tile(Queue queue) {
        double left = middleX(queue.chip(), queue.x()) - tile / 2;
        double up = middleY(queue.chip(), queue.y()) - tile / 2;
        double level = tile * Math.clamp(queue.highest() / (double) queue.capacity(), 0, 1);
        boolean full = queue.highest() >= queue.capacity();
        m.open("g", "class", "cell");
        m.leaf(
                "title",
                "router " + place(queue.chip(), queue.x(), queue.y()) + "\nfullest queue: " + queue.name()
                        + "\nat most " + queue.highest() + " of " + queue.capacity() + " flits"
                        + (full ? ": it was full" : ""));
        m.empty("rect", "class", "off", "x", left, "y", up, "width", tile, "height", tile);
        m.empty("rect", "class", "water", "x", left, "y", up + tile - level, "width", tile, "height", level);
        String text = queue.highest() + "/" + queue.capacity();
        if (Frame.width(text) <= 0.8 * tile) {
            double x = left + tile * 0.57;
            m.leaf("text", text, "class", full ? "mid brim" : "mid", "x", x, "y", up + tile / 2 + 4);
        }
        m.close();
    }

    private void link(Link link) {
        m.open("g", "class", "link");
        m.leaf("title", describe(link));
        String classes = link.flits() == 0 ? "idle" : "h" + Ramp.level(link.load() / highest);
        m.empty("path", "class", classes, "d", link.direction() == Direction.LOCAL ? bar(link) : arrow(link));
        m.close();
    }

    private String describe(Link link) {
        String from = place(link.chip(), link.x(), link.y());
        int x = link.x() + link.direction().dx();
        int y = link.y() + link.direction().dy();
        boolean rim = x < 0 || y < 0 || x >= part.columns() || y >= part.rows();
        String to = link.direction() == Direction.LOCAL
                ? "its cores"
                : rim ? link.direction().name().toLowerCase(Locale.ROOT) + ", over the rim" : "(" + x + "," + y + ")";
        return from + " to " + to + "\nload " + NumberText.percent(link.load()) + ", " + NumberText.count(link.flits())
                + " flits";
    }

    private String place(int chip, int x, int y) {
        return (part.chips() > 1 ? "chip " + chip + " " : "") + "(" + x + "," + y + ")";
    }

    /** The link to the cores: the left edge of the tile. */
    private String bar(Link link) {
        double left = middleX(link.chip(), link.x()) - tile / 2;
        double up = middleY(link.chip(), link.y()) - tile / 2;
        double width = Math.max(2, tile * 0.15);
        return "M" + at(left, up) + "h" + Markup.coordinate(width) + "v" + Markup.coordinate(tile) + "h"
                + Markup.coordinate(-width) + "z";
    }

    /** From tile to tile, beside the lane of the other direction; over the rim it ends after half the way. */
    private String arrow(Link link) {
        double gap = pitch - tile;
        double widest = Math.clamp(gap * 0.15, 1, 4.4);
        double shaft = widest * (0.4 + 0.6 * Math.min(1, link.load() / highest)); // loads are widths too
        double head = Math.clamp(gap * 0.3, 2, 9);
        double dx = link.direction().dx();
        double dy = -link.direction().dy(); // pixels run down
        double lane = Math.clamp(tile * 0.2, widest + 0.7, 9);
        double x = middleX(link.chip(), link.x()) + dx * (tile / 2 + 1) - dy * lane;
        double y = middleY(link.chip(), link.y()) + dy * (tile / 2 + 1) + dx * lane;
        double length = gap - 2;
        double wing = shaft + widest * 0.6;
        return "M" + along(x, y, dx, dy, 0, shaft) + "L" + along(x, y, dx, dy, length - head, shaft) + "L"
                + along(x, y, dx, dy, length - head, wing) + "L" + along(x, y, dx, dy, length, 0) + "L"
                + along(x, y, dx, dy, length - head, -wing) + "L" + along(x, y, dx, dy, length - head, -shaft) + "L"
                + along(x, y, dx, dy, 0, -shaft) + "z";
    }

    /** A point {@code forth} pixels along a direction and {@code aside} to its right. */
    private static String along(double x, double y, double dx, double dy, double forth, double aside) {
        return at(x + dx * forth - dy * aside, y + dy * forth + dx * aside);
    }

    private static String at(double x, double y) {
        return Markup.coordinate(x) + " " + Markup.coordinate(y);
    }

    /** Ranks of the busiest links, where there is room for them. */
    private void badges() {
        if (pitch < 30) {
            return;
        }
        List<Link> busiest = new ArrayList<>(part.links());
        busiest.removeIf(link -> link.flits() == 0);
        busiest.sort(Comparator.comparingDouble(Link::load).reversed());
        for (int k = 0; k < Math.min(part.numbered(), busiest.size()); k++) {
            Link link = busiest.get(k);
            double lane = Math.clamp(tile * 0.2, 2, 9) + 8;
            boolean local = link.direction() == Direction.LOCAL;
            double dx = link.direction().dx();
            double dy = -link.direction().dy();
            double x = middleX(link.chip(), link.x()) + (local ? -tile / 2 : dx * pitch / 2 - dy * lane);
            double y = middleY(link.chip(), link.y()) + (local ? -tile / 2 : dy * pitch / 2 + dx * lane);
            m.open("g", "class", "rank");
            m.leaf("title", (k + 1) + ". of the busiest links: " + describe(link));
            m.empty("circle", "cx", x, "cy", y, "r", 7.5);
            m.leaf("text", "" + (k + 1), "class", "mid", "x", x, "y", y + 3.7);
            m.close();
        }
    }
}
