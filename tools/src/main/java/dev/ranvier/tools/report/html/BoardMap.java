package dev.ranvier.tools.report.html;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.tools.report.model.UtilisationPart.CoreUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** A map of a board: chips side by side, tiles with x to the east and y to the north, cores within their tile. */
final class BoardMap {
    private static final double LEFT = 40;
    private static final double CHIP_GAP = 26;
    private static final double MOST_WIDTH = 780;
    private static final double MOST_HEIGHT = 520;

    private final Markup m;
    private final GridSpec grid;
    private final boolean tips;
    /** Cores of a tile stand in rows of about as many, the first at its lower left. */
    private final int coreColumns;

    private final int chipColumns;
    private final double core;
    private final double tileGap;
    private final double tileWidth;
    private final double tileHeight;
    private final double top;
    private final double chipWidth;
    private final double chipHeight;

    BoardMap(Markup m, GridSpec grid, boolean tips) {
        this.m = m;
        this.grid = grid;
        this.tips = tips;
        coreColumns = (int) Math.ceil(Math.sqrt(grid.coresPerTile()));
        int coreRows = Math.ceilDiv(grid.coresPerTile(), coreColumns);
        chipColumns = Math.max(1, (int) Math.ceil(Math.sqrt(grid.chips())));
        int chipRows = Math.ceilDiv(grid.chips(), chipColumns);
        double across = (MOST_WIDTH - chipColumns * CHIP_GAP) / (chipColumns * grid.columns() * coreColumns);
        double up = (MOST_HEIGHT - chipRows * CHIP_GAP) / (chipRows * grid.rows() * coreRows);
        double room = Math.clamp(Math.min(across, up), 2, coreColumns == 1 ? 46 : 34);
        tileGap = room * coreColumns >= 12 && coreColumns > 1 ? Math.min(4, room / 6) : 0;
        core = room - tileGap / coreColumns;
        tileWidth = coreColumns * core + tileGap;
        tileHeight = coreRows * core + tileGap;
        top = grid.chips() > 1 ? 18 : 4;
        chipWidth = grid.columns() * tileWidth;
        chipHeight = grid.rows() * tileHeight;
    }

    /** Draws the inside of a core, a square at {@code (x, y)} in pixels. */
    interface Inside {
        void draw(int core, double x, double y, double size);
    }

    /** Draws one map: {@code fraction} colours each core in use, {@code tip} is told when one points at it. */
    void draw(String summary, List<CoreUse> cores, ToDoubleFunction<CoreUse> fraction, Function<CoreUse, String> tip) {
        Map<Integer, CoreUse> uses = new HashMap<>();
        cores.forEach(use -> uses.put(use.core(), use));
        double right = open(summary, uses.keySet());
        for (CoreUse use : cores) {
            core(use.core(), tip.apply(use), (c, x, y, size) -> level(fraction.applyAsDouble(use), x, y, size));
        }
        HeatGrid.colourBar(
                m, "h", right + 40, 8, Math.max(chipHeight, 110) - 8, List.of("0 %", "50 %", "100 %"), "used");
        Figure.close(m);
    }

    /** Draws one map of the cores in use: {@code inside} draws them, {@code tip} is told when one points at it. */
    void draw(String summary, List<Integer> cores, IntFunction<String> tip, Inside inside) {
        open(summary, new HashSet<>(cores));
        for (int core : cores) {
            core(core, tip.apply(core), inside);
        }
        Figure.close(m);
    }

    /** Opens the figure with labels and unused cores; answers the right edge of the chips. */
    private double open(String summary, Set<Integer> used) {
        int chipRows = Math.ceilDiv(grid.chips(), chipColumns);
        double width = LEFT + chipColumns * (chipWidth + CHIP_GAP) - CHIP_GAP;
        double height = top + chipRows * (chipHeight + CHIP_GAP + 18) - CHIP_GAP + 14;
        Figure.open(m, width + 100, Math.max(height, 140), summary);
        for (int chip = 0; chip < grid.chips(); chip++) {
            labels(chip);
        }
        m.empty("path", "class", "off", "d", unused(used));
        return width;
    }

    private double chipLeft(int chip) {
        return LEFT + chip % chipColumns * (chipWidth + CHIP_GAP);
    }

    private double chipTop(int chip) {
        int row = chip / chipColumns;
        return top + row * (chipHeight + CHIP_GAP + 18);
    }

    private void labels(int chip) {
        double left = chipLeft(chip);
        double bottom = chipTop(chip) + chipHeight;
        if (grid.chips() > 1) {
            m.leaf("text", "chip " + chip, "class", "label", "x", left, "y", chipTop(chip) - 5);
        }
        for (int x = 0; x < grid.columns(); x += every(tileWidth)) {
            m.leaf(
                    "text",
                    Integer.toString(x),
                    "class",
                    "tick mid",
                    "x",
                    left + (x + 0.5) * tileWidth - tileGap / 2,
                    "y",
                    bottom + 12);
        }
        if (chip % chipColumns == 0) {
            for (int y = 0; y < grid.rows(); y += every(tileHeight)) {
                m.leaf(
                        "text",
                        Integer.toString(y),
                        "class",
                        "tick end",
                        "x",
                        left - 6,
                        "y",
                        bottom - (y + 0.5) * tileHeight + tileGap / 2 + 4);
            }
            m.leaf(
                    "text",
                    "tile y",
                    "class",
                    "axis mid",
                    "transform",
                    "translate(12 " + Markup.coordinate(bottom - chipHeight / 2) + ") rotate(-90)");
        }
        m.leaf("text", "tile x", "class", "axis mid", "x", left + chipWidth / 2, "y", bottom + 28);
    }

    /** Every tile is numbered where there is room, else every second, fourth … */
    private static int every(double tile) {
        int every = 1;
        while (every * tile < 18) {
            every *= 2;
        }
        return every;
    }

    private String unused(Set<Integer> used) {
        StringBuilder path = new StringBuilder();
        String across = Markup.coordinate(core - gap());
        for (int c = 0; c < grid.cores(); c++) {
            if (!used.contains(c)) {
                path.append('M')
                        .append(Markup.coordinate(x(c)))
                        .append(' ')
                        .append(Markup.coordinate(y(c)))
                        .append('h')
                        .append(across)
                        .append('v')
                        .append(across)
                        .append("h-")
                        .append(across)
                        .append('z');
            }
        }
        return path.toString();
    }

    private void core(int number, String tip, Inside inside) {
        m.open("g", "class", "cell");
        if (tips) {
            m.leaf("title", name(number) + "\n" + tip);
        }
        inside.draw(number, x(number), y(number), core - gap());
        m.close();
    }

    private void level(double fraction, double x, double y, double size) {
        int level = Ramp.level(fraction);
        String classes = fraction > 1 ? "h" + level + " overfull" : "h" + level;
        m.empty("rect", "class", classes, "x", x, "y", y, "width", size, "height", size);
        String percent = percent(fraction);
        if (Frame.width(percent) <= size - 2) {
            m.leaf("text", percent, "class", "mid ht" + level, "x", x + size / 2, "y", y + size / 2 + 4);
        }
    }

    /** Whole percent, and never 0 for what is used. */
    private static String percent(double fraction) {
        return fraction > 0 && fraction < 0.005 ? "<1" : Long.toString(Math.round(fraction * 100));
    }

    private String name(int c) {
        int tileOnChip = c / grid.coresPerTile() % grid.tilesPerChip();
        String chip = grid.chips() > 1 ? "chip " + c / grid.coresPerChip() + ", " : "";
        return "core " + c + ": " + chip + "tile (" + tileOnChip % grid.columns() + "," + tileOnChip / grid.columns()
                + "), core " + c % grid.coresPerTile() + " of it";
    }

    private double gap() {
        return core >= 8 ? 1 : 0;
    }

    private double x(int c) {
        int tileOnChip = c / grid.coresPerTile() % grid.tilesPerChip();
        return chipLeft(c / grid.coresPerChip())
                + tileOnChip % grid.columns() * tileWidth
                + c % grid.coresPerTile() % coreColumns * core;
    }

    private double y(int c) {
        int tileOnChip = c / grid.coresPerTile() % grid.tilesPerChip();
        int tileRow = tileOnChip / grid.columns();
        int coreRow = c % grid.coresPerTile() / coreColumns;
        return chipTop(c / grid.coresPerChip()) + chipHeight - tileRow * tileHeight - (coreRow + 1) * core;
    }
}
