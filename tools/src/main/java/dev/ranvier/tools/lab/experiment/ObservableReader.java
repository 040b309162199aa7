package dev.ranvier.tools.lab.experiment;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what is measured, drawn and expected, and checks every name in it. Not safe for several threads. */
final class ObservableReader {
    private static final Map<String, Measure> MEASURES =
            Arrays.stream(Measure.values()).collect(Collectors.toMap(Measure::text, Function.identity()));
    private static final Map<String, Derived.Rule> RULES =
            Arrays.stream(Derived.Rule.values()).collect(Collectors.toMap(Derived.Rule::text, Function.identity()));

    private final Scope scope;
    private final double tickMs;
    private final double durationMs;
    private final List<Preparation> preparations;
    private final List<Quantity> quantities;
    private final List<DaleLoad> loads;
    private final List<Observable> observables = new ArrayList<>();
    private final List<Derived> derived = new ArrayList<>();

    ObservableReader(
            Scope scope,
            double tickMs,
            double durationMs,
            List<Preparation> preparations,
            List<Quantity> quantities,
            List<DaleLoad> loads) {
        this.scope = scope;
        this.tickMs = tickMs;
        this.durationMs = durationMs;
        this.preparations = preparations;
        this.quantities = quantities;
        this.loads = loads;
    }

    List<Observable> observables() {
        return observables;
    }

    List<Derived> derived() {
        return derived;
    }

    /** Observables of a group. */
    void observables(String group, YamlNode map) {
        for (String name : map.allowOnly(map.keys()).keys()) {
            observables.add(observable(group, name, map.get(name)));
        }
    }

    private Observable observable(String group, String name, YamlNode node) {
        List<String> keys = new ArrayList<>(MEASURES.keySet());
        keys.addAll(List.of("from_ms", "to_ms", "level", "scale", "cell", "synapse"));
        node.allowOnly(keys);
        List<String> measures =
                node.keys().stream().filter(MEASURES::containsKey).toList();
        if (measures.size() != 1) {
            throw node.error("has the measures " + measures + ", needed: one of " + new TreeSet<>(MEASURES.keySet()));
        }
        Measure measure = MEASURES.get(measures.getFirst());
        YamlNode of = node.get(measures.getFirst());
        Signal signal = of.asEnum(Signal.class);
        if (measure.ofSpikes() != (signal == Signal.SPIKES)) {
            throw of.error("is " + signal.text() + ", allowed for " + measure.text() + ": "
                    + (measure.ofSpikes() ? "spikes" : "all but spikes"));
        }
        if ((measure == Measure.TIME_ABOVE || measure == Measure.TIME_BELOW || measure == Measure.TIME_TO)
                && node.find("level").isEmpty()) {
            throw node.error("misses the key 'level', which " + measure.text() + " compares with");
        }
        double from = scope.number(node, "from_ms", 0, durationMs, 0);
        double to = scope.number(node, "to_ms", from + tickMs, durationMs, durationMs);
        return new Observable(
                group,
                name,
                measure,
                signal,
                target(group, signal, node),
                from,
                to,
                scope.number(node, "level", -Double.MAX_VALUE, Double.MAX_VALUE, 0),
                scope.number(node, "scale", -Double.MAX_VALUE, Double.MAX_VALUE, 1));
    }

    /** Name of the cell or synapse that {@code node} means; it exists in every preparation of the group. */
    private String target(String group, Signal signal, YamlNode node) {
        Preparation any = preparations.stream()
                .filter(p -> group.isEmpty() || p.group().equals(group))
                .findFirst()
                .orElseThrow(() -> node.error("is measured in no preparation"));
        String key = signal.ofSynapse() ? "synapse" : "cell";
        var known = signal.ofSynapse() ? any.synapses().keySet() : any.cells().keySet();
        YamlNode named = node.find(key).orElse(null);
        String target = named != null
                ? named.asText()
                : signal.ofSynapse() ? "synapse" : known.iterator().next();
        if (!known.contains(target)) {
            throw (named == null ? node : named)
                    .error((named == null ? "needs a plastic synapse" : "is '" + target + "'") + "; " + key
                            + "s of group " + any.group() + ": " + known);
        }
        return target;
    }

    /** Values computed from others. */
    void derived(YamlNode map) {
        for (String name : map.allowOnly(map.keys()).keys()) {
            YamlNode node = map.get(name);
            List<String> keys = new ArrayList<>(RULES.keySet());
            keys.addAll(List.of("over", "group", "at", "than", "unit"));
            node.allowOnly(keys);
            List<String> rules = node.keys().stream().filter(RULES::containsKey).toList();
            if (rules.size() != 1) {
                throw node.error("has the rules " + rules + ", needed: one of " + new TreeSet<>(RULES.keySet()));
            }
            Derived.Rule rule = RULES.get(rules.getFirst());
            List<Reference> of = new ArrayList<>();
            of.add(reference(node, rules.getFirst()));
            if (rule.references() == 2) {
                YamlNode than = node.get("than");
                than.allowOnly("value", "group", "at");
                of.add(reference(than, "value"));
            }
            String over = "";
            if (rule.curve()) {
                YamlNode variable = node.get("over");
                over = variable.asText();
                checkVariable(variable, of.getFirst());
            }
            derived.add(new Derived(
                    name,
                    rule,
                    of,
                    over,
                    node.find("unit").map(YamlNode::asText).orElse("")));
        }
    }

    private void checkVariable(YamlNode variable, Reference of) {
        boolean swept = preparations.stream().filter(of::matches).allMatch(p -> p.at().containsKey(variable.asText()));
        if (!swept) {
            throw variable.error("is '" + variable.asText() + "', which " + of.text() + " is not swept over");
        }
    }

    /** A reference: the observable under {@code key}, with {@code group} and {@code at} beside it. */
    private Reference reference(YamlNode node, String key) {
        YamlNode named = node.get(key);
        String name = named.asText();
        Map<String, Double> at = new LinkedHashMap<>();
        node.find("at").ifPresent(map -> map.allowOnly(map.keys())
                .keys()
                .forEach(v -> at.put(v, scope.number(map.get(v), -Double.MAX_VALUE, Double.MAX_VALUE))));
        Reference reference =
                new Reference(name, node.find("group").map(YamlNode::asText).orElse(""), at);
        boolean single = derived.stream().anyMatch(d -> d.name().equals(name))
                || quantities.stream().anyMatch(q -> q.name().equals(name))
                || loads.stream().anyMatch(l -> l.name().equals(name));
        if (single) {
            return reference;
        }
        boolean measured = observables.stream()
                .anyMatch(o -> o.name().equals(name)
                        && preparations.stream().anyMatch(p -> p.group().equals(o.group()) && reference.matches(p)));
        if (!measured) {
            var known = new TreeSet<String>();
            observables.forEach(o -> known.add(o.name() + " of " + o.group()));
            derived.forEach(d -> known.add(d.name()));
            quantities.forEach(q -> known.add(q.name()));
            loads.forEach(l -> known.add(l.name()));
            throw named.error("means '" + reference.text() + "', which nothing measures; measured: " + known);
        }
        return reference;
    }

    /** What should come out. */
    List<Expectation> expectations(YamlNode list) {
        List<Expectation> expectations = new ArrayList<>();
        for (YamlNode node : list.items()) {
            node.allowOnly("mechanism", "value", "group", "at", "expected", "tolerance", "source");
            expectations.add(new Expectation(
                    node.find("mechanism").map(YamlNode::asText).orElse(""),
                    reference(node, "value"),
                    scope.number(node, "expected", -Double.MAX_VALUE, Double.MAX_VALUE),
                    scope.number(node, "tolerance", 0, Double.MAX_VALUE),
                    node.find("source").map(YamlNode::asText).orElse("")));
        }
        return expectations;
    }

    /** Figures of the report. */
    List<FigureSpec> figures(YamlNode list) {
        List<FigureSpec> figures = new ArrayList<>();
        for (YamlNode node : list.items()) {
            node.allowOnly(
                    "title",
                    "caption",
                    "traces",
                    "curve",
                    "raster",
                    "group",
                    "at",
                    "show",
                    "over",
                    "from_ms",
                    "to_ms",
                    "cell",
                    "synapse",
                    "relative",
                    "x");
            FigureSpec.Kind kind = node.find("curve").isPresent()
                    ? FigureSpec.Kind.CURVE
                    : node.find("raster").isPresent() ? FigureSpec.Kind.RASTER : FigureSpec.Kind.TRACES;
            figures.add(
                    switch (kind) {
                        case CURVE -> curve(node);
                        case TRACES -> traces(node);
                        case RASTER -> figure(node, kind, Signal.SPIKES, "", List.of(), "");
                    });
        }
        return figures;
    }

    private FigureSpec traces(YamlNode node) {
        Signal signal = node.get("traces").asEnum(Signal.class);
        List<Reference> show = shown(node, signal.text());
        for (Reference reference : show) {
            if (preparations.stream().noneMatch(reference::matches)) {
                throw node.error("shows '" + reference.text() + "', but there is no such preparation");
            }
        }
        return figure(
                node, FigureSpec.Kind.TRACES, signal, target(show.getFirst().group(), signal, node), show, "");
    }

    private FigureSpec curve(YamlNode node) {
        YamlNode over = node.get("over");
        String name = node.get("curve").asText();
        List<Reference> show = shown(node, name);
        show.forEach(reference -> checkVariable(over, reference));
        return figure(node, FigureSpec.Kind.CURVE, Signal.SOMA, "", show, over.asText());
    }

    private List<Reference> shown(YamlNode node, String name) {
        List<Reference> show = new ArrayList<>();
        for (YamlNode item : node.find("show").map(YamlNode::items).orElse(List.of(node))) {
            if (item != node) {
                item.allowOnly("group", "at");
            }
            Map<String, Double> at = new LinkedHashMap<>();
            item.find("at").ifPresent(map -> map.allowOnly(map.keys())
                    .keys()
                    .forEach(v -> at.put(v, scope.number(map.get(v), -Double.MAX_VALUE, Double.MAX_VALUE))));
            show.add(
                    new Reference(name, item.find("group").map(YamlNode::asText).orElse(""), at));
        }
        return show;
    }

    private FigureSpec figure(
            YamlNode node, FigureSpec.Kind kind, Signal signal, String target, List<Reference> show, String over) {
        double from = scope.number(node, "from_ms", 0, durationMs, 0);
        return new FigureSpec(
                node.get("title").asText(),
                node.find("caption").map(YamlNode::asText).orElse(""),
                kind,
                signal,
                target,
                show,
                over,
                from,
                scope.number(node, "to_ms", from + tickMs, durationMs, durationMs),
                node.find("relative").map(YamlNode::asBoolean).orElse(false),
                node.find("x").map(YamlNode::asText).orElse(over));
    }
}
