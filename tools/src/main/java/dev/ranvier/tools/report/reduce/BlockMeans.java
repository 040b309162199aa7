package dev.ranvier.tools.report.reduce;

/**
 * A matrix with few enough cells to draw: each is the mean of a block of the original.
 *
 * @param values {@code values[row][column]}; NaN where a block has no number
 * @param blockRows rows per block; 1 if nothing was merged
 * @param blockColumns columns per block; 1 if nothing was merged
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
public record BlockMeans(double[][] values, int blockRows, int blockColumns) {
    /** Rows, and columns, that a page draws at most: four pixels each. */
    private static final int MOST_LINES = 180;

    /** Cells that a page draws at most: about two megabytes of SVG. */
    private static final long MOST_CELLS = 10_000;

    /** Merges rows and columns until there are at most 180 of each and 10,000 cells. */
    public static BlockMeans of(double[][] values) {
        int rows = values.length;
        int columns = rows == 0 ? 0 : values[0].length;
        int blockRows = Math.max(1, Math.ceilDiv(rows, MOST_LINES));
        int blockColumns = Math.max(1, Math.ceilDiv(columns, MOST_LINES));
        while ((long) Math.ceilDiv(rows, blockRows) * Math.ceilDiv(columns, blockColumns) > MOST_CELLS) {
            if (Math.ceilDiv(rows, blockRows) > Math.ceilDiv(columns, blockColumns)) {
                blockRows++;
            } else {
                blockColumns++;
            }
        }
        if (blockRows == 1 && blockColumns == 1) {
            return new BlockMeans(values, 1, 1);
        }
        double[][] means = new double[Math.ceilDiv(rows, blockRows)][Math.ceilDiv(columns, blockColumns)];
        for (int r = 0; r < means.length; r++) {
            for (int c = 0; c < means[r].length; c++) {
                means[r][c] = mean(
                        values,
                        r * blockRows,
                        Math.min(rows, (r + 1) * blockRows),
                        c * blockColumns,
                        Math.min(columns, (c + 1) * blockColumns));
            }
        }
        return new BlockMeans(means, blockRows, blockColumns);
    }

    private static double mean(double[][] values, int row, int endRow, int column, int endColumn) {
        double sum = 0;
        int numbers = 0;
        for (int r = row; r < endRow; r++) {
            for (int c = column; c < endColumn; c++) {
                if (!Double.isNaN(values[r][c])) {
                    sum += values[r][c];
                    numbers++;
                }
            }
        }
        return numbers == 0 ? Double.NaN : sum / numbers;
    }

    /** True if cells were merged. */
    public boolean merged() {
        return blockRows > 1 || blockColumns > 1;
    }
}
