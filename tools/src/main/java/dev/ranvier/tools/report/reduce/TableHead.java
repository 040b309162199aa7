package dev.ranvier.tools.report.reduce;

import dev.ranvier.tools.report.model.TablePart;
import java.util.List;

/**
 * The first rows of a table.
 *
 * @param rows the rows that stay
 * @param total rows there were
 */
public record TableHead(List<List<Object>> rows, int total) {
    /** Rows that a page shows at most. */
    public static final int MOST_ROWS = 1_000;

    /** Copies its list. */
    public TableHead {
        rows = List.copyOf(rows);
    }

    /** Keeps at most {@code most} rows of {@code part}. */
    public static TableHead of(TablePart part, int most) {
        List<List<Object>> rows = part.rows();
        return new TableHead(rows.subList(0, Math.min(most, rows.size())), rows.size());
    }

    /** True if rows were left out. */
    public boolean cut() {
        return rows.size() < total;
    }
}
