package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.reduce.TableHead;
import java.util.List;

/** A table of texts and numbers. */
final class TableSection {
    /** Up to this many columns stay close together instead of filling the page. */
    private static final int FEW = 4;

    private final Markup m;
    private final TablePart part;
    private final TableHead head;

    TableSection(Markup m, TablePart part) {
        this.m = m;
        this.part = part;
        head = TableHead.of(part, TableHead.MOST_ROWS);
    }

    void draw() {
        m.open("div", "class", "scroll tall", "tabindex", "0")
                .open("table", "class", part.columns().size() <= FEW ? "data few" : "data");
        m.open("thead").open("tr");
        for (int c = 0; c < part.columns().size(); c++) {
            TablePart.Column column = part.columns().get(c);
            m.open("th", "scope", "col", "class", numeric(c) ? "num" : null).text(column.name());
            if (!column.unit().isEmpty() && !unitInCells(column)) {
                m.leaf("span", column.unit(), "class", "unit");
            }
            m.close();
        }
        m.close().close().open("tbody");
        for (List<Object> row : head.rows()) {
            m.open("tr");
            for (int c = 0; c < row.size(); c++) {
                cell(row.get(c), part.columns().get(c));
            }
            m.close().line();
        }
        m.close().close().close().line();
        if (head.cut()) {
            Figure.notice(
                    m,
                    "The first " + NumberText.count(head.rows().size()) + " of " + NumberText.count(head.total())
                            + " rows are shown.");
        }
    }

    private void cell(Object cell, TablePart.Column column) {
        if (cell instanceof Number number) {
            NumberText text = number instanceof Long whole && column.unit().isEmpty()
                    ? new NumberText(NumberText.count(whole), "")
                    : NumberText.of(number.doubleValue(), column.unit());
            m.leaf("td", unitInCells(column) ? text.joined() : text.number(), "class", "num");
        } else {
            m.leaf("td", cell.toString());
        }
    }

    /** True if the unit may change from cell to cell, with its prefix. */
    private static boolean unitInCells(TablePart.Column column) {
        return switch (column.unit()) {
            case "fraction", "s", "J", "W", "Hz", "B" -> true;
            default -> false;
        };
    }

    /** True if the column's first number comes before its first text. */
    private boolean numeric(int c) {
        return !head.rows().isEmpty() && head.rows().getFirst().get(c) instanceof Number;
    }
}
