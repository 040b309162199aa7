package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.PlacementPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A map of the board with each core in bands of its populations' colours, and their names above it. */
final class PlacementFigure {
    private static final int MOST_TIPS = 20_000;
    private static final double LEGEND_WIDTH = 860;

    private final Markup m;
    private final PlacementPart part;

    PlacementFigure(Markup m, PlacementPart part) {
        this.m = m;
        this.part = part;
    }

    void draw() {
        List<Legend.Entry> legend = new ArrayList<>();
        for (int p = 0; p < part.populations().size(); p++) {
            legend.add(new Legend.Entry(part.populations().get(p), "ln " + Legend.colour(p)));
        }
        double height = Legend.rows(legend, 0, LEGEND_WIDTH) * Legend.ROW + 4;
        Figure.open(m, LEGEND_WIDTH, height, "Populations and their colours: " + String.join(", ", part.populations()));
        Legend.draw(m, legend, 0, LEGEND_WIDTH, 10);
        Figure.close(m);
        Map<Integer, PlacementPart.Core> cores = new HashMap<>();
        part.cores().forEach(core -> cores.put(core.core(), core));
        BoardMap map = new BoardMap(m, part.grid(), part.cores().size() <= MOST_TIPS);
        map.draw(
                "Map of the cores with the populations on them",
                part.cores().stream().map(PlacementPart.Core::core).toList(),
                core -> tip(cores.get(core)),
                (core, x, y, size) -> bands(cores.get(core), x, y, size));
    }

    private String tip(PlacementPart.Core core) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(core.neurons())
                .forEach((population, neurons) ->
                        lines.add(part.populations().get(population) + ": " + NumberText.count(neurons) + " neurons"));
        return String.join("\n", lines);
    }

    private void bands(PlacementPart.Core core, double x, double y, double size) {
        double from = y;
        for (Map.Entry<Integer, Integer> band : new TreeMap<>(core.neurons()).entrySet()) {
            double height = size * band.getValue() / core.total();
            int population = band.getKey();
            // colours repeat after eight: the second eight are paler, as their lines in the legend are dashed
            String classes = "fl " + Legend.colour(population).split(" ")[0] + (population / 8 % 2 == 1 ? " pale" : "");
            m.empty("rect", "class", classes, "x", x, "y", from, "width", size, "height", height);
            from += height;
        }
    }
}
