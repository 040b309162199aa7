package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * A table.
 *
 * @param title heading
 * @param caption may be empty
 * @param columns columns from left to right
 * @param rows one list per row with one cell per column: a String, or a Number (right-aligned, shown with its column's
 *     unit; NaN is shown as a dash)
 */
public record TablePart(String title, String caption, List<Column> columns, List<List<Object>> rows)
        implements ReportPart {

    /**
     * A column.
     *
     * @param name heading of the column
     * @param unit unit of its numbers as for {@link Headline#unit}, may be empty
     */
    public record Column(String name, String unit) {
        /** Both are required. */
        public Column {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(unit, "unit");
        }

        /** A column of texts or of numbers without a unit. */
        public static Column of(String name) {
            return new Column(name, "");
        }
    }

    /**
     * Copies its lists.
     *
     * @throws IllegalArgumentException if a row has not one cell per column, or a cell is neither String nor Number
     */
    public TablePart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (int r = 0; r < rows.size(); r++) {
            List<Object> row = rows.get(r);
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("row " + r + " of table '" + title + "' has " + row.size()
                        + " cells; the table has " + columns.size() + " columns");
            }
            for (Object cell : row) {
                if (!(cell instanceof String) && !(cell instanceof Number)) {
                    throw new IllegalArgumentException("row " + r + " of table '" + title + "' has a cell of "
                            + cell.getClass().getSimpleName() + "; a cell is a String or a Number");
                }
            }
        }
    }
}
