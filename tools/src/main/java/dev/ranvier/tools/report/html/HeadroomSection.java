package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.HeadroomPart;

/** How near quantities came to their limits: a table with a bar each. */
final class HeadroomSection {
    /** From here on the limit is near. */
    private static final double NEAR = 0.8;

    private final Markup m;
    private final HeadroomPart part;

    HeadroomSection(Markup m, HeadroomPart part) {
        this.m = m;
        this.part = part;
    }

    void draw() {
        m.open("div", "class", "scroll").open("table", "class", "data headroom");
        m.open("thead").open("tr");
        m.leaf("th", "quantity", "scope", "col");
        m.leaf("th", "largest seen", "scope", "col", "class", "num");
        m.leaf("th", "limit", "scope", "col", "class", "num");
        m.leaf("th", "used", "scope", "col", "class", "barhead");
        m.leaf("th", "verdict", "scope", "col");
        m.close().close().open("tbody");
        for (HeadroomPart.Quantity quantity : part.quantities()) {
            m.open("tr");
            m.leaf("th", quantity.name(), "scope", "row");
            m.leaf("td", NumberText.of(quantity.observed(), quantity.unit()).joined(), "class", "num");
            m.leaf("td", NumberText.of(quantity.limit(), quantity.unit()).joined(), "class", "num");
            m.open("td", "class", "barcell");
            String state = state(quantity.fraction());
            Bar.draw(m, quantity.fraction(), state);
            m.close();
            m.leaf("td", verdict(state), "class", "state " + state);
            m.close().line();
        }
        m.close().close().close().line();
    }

    /** A value at its limit has wrapped or been clipped, or would have with one more. */
    private static String state(double fraction) {
        return fraction >= 1 ? "over" : fraction >= NEAR ? "near" : "calm";
    }

    private static String verdict(String state) {
        return switch (state) {
            case "over" -> "limit reached";
            case "near" -> "near its limit";
            default -> "room left";
        };
    }
}
