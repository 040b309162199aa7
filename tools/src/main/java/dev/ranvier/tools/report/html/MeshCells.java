package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.MeshPart;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** A mesh with more tiles than arrows can be told apart: cells of one or several tiles, coloured by the busiest link. */
final class MeshCells {
    private static final int MOST_CELLS = 4096;

    private final Markup m;
    private final MeshPart part;
    private final double pitch;
    private final double highest;
    private final IntToDoubleFunction left;
    private final IntToDoubleFunction top;
    private final int block;
    private final int across;
    private final int up;

    /**
     * @param pitch pixels of a tile
     * @param highest load of the darkest colour
     * @param left left edge of each chip
     * @param top upper edge of each chip
     */
    MeshCells(
            Markup m, MeshPart part, double pitch, double highest, IntToDoubleFunction left, IntToDoubleFunction top) {
        this.m = m;
        this.part = part;
        this.pitch = pitch;
        this.highest = highest;
        this.left = left;
        this.top = top;
        int size = 1;
        while ((long) Math.ceilDiv(part.columns(), size) * Math.ceilDiv(part.rows(), size) * part.chips()
                > MOST_CELLS) {
            size++;
        }
        block = size;
        across = Math.ceilDiv(part.columns(), block);
        up = Math.ceilDiv(part.rows(), block);
    }

    void draw() {
        Map<Integer, MeshPart.Link> busiest = new TreeMap<>();
        for (MeshPart.Link link : part.links()) {
            int cell = (link.chip() * up + link.y() / block) * across + link.x() / block;
            busiest.merge(cell, link, (a, b) -> b.load() > a.load() ? b : a);
        }
        busiest.forEach((cell, link) -> {
            int x = cell % across * block;
            int y = cell / across % up * block;
            int columns = Math.min(block, part.columns() - x);
            int rows = Math.min(block, part.rows() - y);
            String tiles = block == 1
                    ? "router (" + x + "," + y + ")"
                    : "routers (" + x + "," + y + ") to (" + (x + columns - 1) + "," + (y + rows - 1) + ")";
            m.tipped(
                    "rect",
                    (part.chips() > 1 ? "chip " + link.chip() + ", " : "") + tiles + "\nbusiest link: (" + link.x()
                            + "," + link.y() + ") " + link.direction() + ", load " + NumberText.percent(link.load()),
                    "class",
                    "h" + Ramp.level(link.load() / highest),
                    "x",
                    left.applyAsDouble(link.chip()) + x * pitch,
                    "y",
                    top.applyAsDouble(link.chip()) + (part.rows() - y - rows) * pitch,
                    "width",
                    columns * pitch,
                    "height",
                    rows * pitch);
        });
    }
}
