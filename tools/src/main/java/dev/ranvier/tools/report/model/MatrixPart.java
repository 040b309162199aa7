package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * A matrix as a heat map, e.g. agreement of runs, or weights.
 *
 * @param title heading
 * @param caption may be empty
 * @param rows names of the rows, from top to bottom
 * @param columns names of the columns
 * @param quantity what the values are
 * @param unit unit of the values as for {@link Headline#unit}, may be empty
 * @param low value of the lowest colour; if below 0 the colours part at 0
 * @param high value of the highest colour; above {@code low}
 * @param values {@code values[row][column]}; NaN is left blank
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record MatrixPart(
        String title,
        String caption,
        List<String> rows,
        List<String> columns,
        String quantity,
        String unit,
        double low,
        double high,
        double[][] values)
        implements ReportPart {

    /**
     * Copies its lists and checks the shape.
     *
     * @throws IllegalArgumentException if values do not fit the names, or the range is empty
     */
    public MatrixPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(quantity, "quantity");
        Objects.requireNonNull(unit, "unit");
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "matrix '" + title + "' has the colour range " + low + ".." + high + "; low must be below high");
        }
        if (values.length != rows.size()) {
            throw new IllegalArgumentException(
                    "matrix '" + title + "' has " + values.length + " rows but " + rows.size() + " row names");
        }
        for (double[] row : values) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException("matrix '" + title + "' has a row of " + row.length + " values but "
                        + columns.size() + " column names");
            }
        }
    }
}
