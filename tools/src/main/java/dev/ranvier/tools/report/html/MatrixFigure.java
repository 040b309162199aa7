package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.MatrixPart;
import dev.ranvier.tools.report.reduce.BlockMeans;
import java.util.ArrayList;
import java.util.List;

/** A matrix as a heat map; the colours part at zero if the range goes below it. */
final class MatrixFigure {
    private final Markup m;
    private final MatrixPart part;
    private final BlockMeans cells;
    private final boolean signed;

    MatrixFigure(Markup m, MatrixPart part) {
        this.m = m;
        this.part = part;
        cells = BlockMeans.of(part.values());
        signed = part.low() < 0;
    }

    void draw() {
        List<String> rowNames = everyNth(part.rows(), cells.blockRows());
        List<String> columnNames = everyNth(part.columns(), cells.blockColumns());
        double cell = HeatGrid.cellFor(rowNames.size(), columnNames.size());
        double left = HeatGrid.roomFor(rowNames);
        HeatGrid grid = new HeatGrid(m, left, 8, cell, rowNames.size(), columnNames.size());
        double below = HeatGrid.level(columnNames, cell) ? 26 : HeatGrid.roomFor(columnNames) + 4;
        double barHeight = Math.max(120, grid.bottom() - 8);
        double height = Math.max(grid.bottom() + below, barHeight + 20);
        Figure.open(
                m,
                grid.right() + 120,
                height,
                "Heat map of " + part.quantity() + ", " + part.rows().size() + " rows and "
                        + part.columns().size() + " columns");
        for (int r = 0; r < rowNames.size(); r++) {
            for (int c = 0; c < columnNames.size(); c++) {
                cell(grid, r, c);
            }
        }
        grid.names(rowNames, columnNames);
        HeatGrid.colourBar(m, ramp(), grid.right() + 40, 8, barHeight, scaleLabels(), part.quantity());
        Figure.close(m);
        if (cells.merged()) {
            Figure.notice(
                    m,
                    "Each cell is the mean of " + cells.blockRows() + " × " + cells.blockColumns()
                            + " values; the matrix has "
                            + NumberText.count(part.rows().size()) + " × "
                            + NumberText.count(part.columns().size()) + ".");
        }
    }

    private void cell(HeatGrid grid, int r, int c) {
        double value = cells.values()[r][c];
        if (Double.isNaN(value)) {
            grid.blank(r, c);
            return;
        }
        NumberText text = NumberText.of(value, part.unit());
        String exact = part.unit().isEmpty() ? NumberText.exact(value) : text.joined();
        String place = span(part.rows(), r, cells.blockRows()) + " → " + span(part.columns(), c, cells.blockColumns());
        grid.cell(r, c, ramp(), level(value), text.number(), place + "\n" + part.quantity() + ": " + exact);
    }

    private String ramp() {
        return signed ? "d" : "h";
    }

    private int level(double value) {
        if (!signed) {
            return Ramp.level((value - part.low()) / (part.high() - part.low()));
        }
        return Ramp.level(0.5 + 0.5 * value / largest());
    }

    /** Both ends of a signed scale are equally far from zero, so that zero is its middle. */
    private double largest() {
        return Math.max(Math.abs(part.low()), Math.abs(part.high()));
    }

    private List<String> scaleLabels() {
        double low = signed ? -largest() : part.low();
        double high = signed ? largest() : part.high();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            labels.add(NumberText.of(low + i * (high - low) / 4, part.unit()).joined());
        }
        return labels;
    }

    private static List<String> everyNth(List<String> names, int n) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < names.size(); i += n) {
            kept.add(names.get(i));
        }
        return kept;
    }

    private static String span(List<String> names, int block, int size) {
        int last = Math.min(names.size(), (block + 1) * size) - 1;
        return size == 1 ? names.get(block) : names.get(block * size) + " … " + names.get(last);
    }
}
