package dev.ranvier.tools.report.html;

import java.util.List;

/** Names of series beside their colours, in rows above a plot area. */
final class Legend {
    /** Height of a row in pixels. */
    static final double ROW = 18;

    private static final double SWATCH = 22;
    private static final double GAP = 18;

    private Legend() {}

    /**
     * An entry.
     *
     * @param name its text
     * @param classes classes of its sample line
     */
    record Entry(String name, String classes) {}

    /** Class of the colour of series {@code i}; colours repeat after eight, then dashed. */
    static String colour(int i) {
        return "s" + i % 8 + (i / 8 % 2 == 1 ? " dash" : "");
    }

    /**
     * Numbers of the colours of series, where a reference has that of the series before it.
     *
     * @param references whether each series is a reference
     */
    static int[] colours(List<Boolean> references) {
        int[] colours = new int[references.size()];
        int next = 0;
        for (int i = 0; i < colours.length; i++) {
            colours[i] = references.get(i) && next > 0 ? next - 1 : next++;
        }
        return colours;
    }

    /** Rows that the entries need between {@code left} and {@code right}. */
    static int rows(List<Entry> entries, double left, double right) {
        double x = left;
        int rows = entries.isEmpty() ? 0 : 1;
        for (Entry entry : entries) {
            double width = width(entry);
            if (x > left && x + width > right) {
                rows++;
                x = left;
            }
            x += width;
        }
        return rows;
    }

    /** Draws the entries from {@code left}, the middle of the first row at {@code top}. */
    static void draw(Markup m, List<Entry> entries, double left, double right, double top) {
        double x = left;
        double y = top;
        for (Entry entry : entries) {
            double width = width(entry);
            if (x > left && x + width > right) {
                x = left;
                y += ROW;
            }
            m.empty("line", "class", entry.classes(), "x1", x, "x2", x + SWATCH - 6, "y1", y, "y2", y);
            m.leaf("text", name(entry), "class", "legend", "x", x + SWATCH, "y", y + 4);
            x += width;
        }
    }

    private static String name(Entry entry) {
        return Frame.fit(entry.name(), 260);
    }

    private static double width(Entry entry) {
        return SWATCH + Frame.width(name(entry)) + GAP;
    }
}
