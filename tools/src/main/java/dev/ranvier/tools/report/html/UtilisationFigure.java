package dev.ranvier.tools.report.html;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.tools.report.model.UtilisationPart;
import dev.ranvier.tools.report.model.UtilisationPart.Binding;
import dev.ranvier.tools.report.model.UtilisationPart.CoreUse;
import java.util.ArrayList;
import java.util.List;

/** How full each core is: a map of the board per limit, chosen without a script, and a table of the limits. */
final class UtilisationFigure {
    /** Maps that one can choose from; the page's style sheet knows as many. */
    static final int MOST_MAPS = 24;

    /** Cells of all maps together that tell something when pointed at. */
    private static final int MOST_TIPS = 40_000;

    private final Markup m;
    private final UtilisationPart part;
    private final String id;

    UtilisationFigure(Markup m, UtilisationPart part, String id) {
        this.m = m;
        this.part = part;
        this.id = id;
    }

    void draw() {
        binding();
        List<Limit> shown =
                part.limits().subList(0, Math.min(MOST_MAPS - 1, part.limits().size()));
        boolean tips = (shown.size() + 1L) * part.cores().size() <= MOST_TIPS;
        m.open("div", "class", "switch", "role", "group", "aria-label", "limit that the map shows");
        choice(0, "fullest limit");
        for (int i = 0; i < shown.size(); i++) {
            choice(i + 1, shown.get(i).name());
        }
        m.open("div", "class", "map");
        BoardMap map = new BoardMap(m, part.grid(), tips);
        map.draw("Use of the fullest limit of each core", part.cores(), this::fullest, this::allLimits);
        m.close();
        for (Limit limit : shown) {
            m.open("div", "class", "map");
            map.draw(
                    "Use of " + limit.name() + " per core",
                    part.cores(),
                    use -> use.fraction(limit),
                    use -> line(use, limit));
            m.close();
        }
        m.close().line();
        table();
    }

    private void binding() {
        if (part.binding().isEmpty()) {
            m.leaf("p", "No core is in use.", "class", "reading");
            return;
        }
        Binding binding = part.binding().get();
        GridSpec grid = part.grid();
        m.open("p", "class", "reading");
        m.text(NumberText.count(part.cores().size()) + " of " + NumberText.count(grid.cores())
                + " cores are in use. Binding limit: ");
        m.leaf("strong", binding.limit().name());
        m.text(", " + NumberText.of(binding.fraction(), "fraction").joined() + " used on core " + binding.core() + " ("
                + NumberText.count(binding.used()) + " of "
                + NumberText.count(binding.limit().value()) + " "
                + binding.limit().unit() + ")" + (binding.fraction() > 1 ? ": it does not fit." : "."));
        m.close().line();
    }

    private void choice(int i, String name) {
        String input = id + "-map-" + i;
        m.empty("input", "type", "radio", "name", id + "-map", "id", input, "checked", i == 0 ? "checked" : null);
        m.leaf("label", name, "for", input);
    }

    private double fullest(CoreUse use) {
        return part.binding(use).map(Binding::fraction).orElse(0.0);
    }

    private String allLimits(CoreUse use) {
        List<String> lines = new ArrayList<>();
        for (Limit limit : part.limits()) {
            lines.add(line(use, limit));
        }
        return String.join("\n", lines);
    }

    private static String line(CoreUse use, Limit limit) {
        return limit.name() + ": " + NumberText.count(use.amount(limit)) + " of " + NumberText.count(limit.value())
                + " " + limit.unit() + " ("
                + NumberText.of(use.fraction(limit), "fraction").joined() + ")";
    }

    private void table() {
        m.open("div", "class", "scroll").open("table", "class", "data limits");
        m.open("thead").open("tr");
        m.leaf("th", "limit", "scope", "col");
        for (String head : List.of("min", "mean", "max", "allowed")) {
            m.leaf("th", head, "scope", "col", "class", "num");
        }
        m.leaf("th", "unit", "scope", "col");
        m.leaf("th", "fullest core", "scope", "col", "class", "num");
        m.leaf("th", "used there", "scope", "col", "class", "barhead");
        m.close().close().open("tbody");
        String bound = part.binding().map(b -> b.limit().name()).orElse("");
        for (Limit limit : part.limits()) {
            row(limit, limit.name().equals(bound));
        }
        m.close().close().close().line();
    }

    private void row(Limit limit, boolean binding) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        double sum = 0;
        int fullest = -1;
        for (CoreUse use : part.cores()) {
            long amount = use.amount(limit);
            min = Math.min(min, amount);
            sum += amount;
            if (amount > max) {
                max = amount;
                fullest = use.core();
            }
        }
        boolean none = part.cores().isEmpty();
        m.open("tr", "class", binding ? "binding" : null);
        m.leaf("th", binding ? limit.name() + " (binding)" : limit.name(), "scope", "row");
        m.leaf("td", none ? "–" : NumberText.count(min), "class", "num");
        m.leaf("td", none ? "–" : NumberText.plain(sum / part.cores().size()), "class", "num");
        m.leaf("td", none ? "–" : NumberText.count(max), "class", "num");
        m.leaf("td", NumberText.count(limit.value()), "class", "num");
        m.leaf("td", limit.unit());
        m.leaf("td", none || max == 0 ? "–" : Integer.toString(fullest), "class", "num");
        m.open("td", "class", "barcell");
        // A limit that is used to its end still fits.
        Bar.draw(m, none ? 0 : max / (double) limit.value(), max > limit.value() ? "over" : "calm");
        m.close().close();
    }
}
