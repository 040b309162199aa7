package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.tools.cells.RegisterError;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.quantize.QuantizationReport;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.PlacementPart;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.UtilisationPart;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sections that reports of all kinds of run have. Stateless. */
final class ReportParts {
    private ReportParts() {}

    static Identity identity(
            String title, String summary, Mapping mapping, String command, String version, List<Fact> more) {
        ChipSpec spec = mapping.spec();
        String identity = spec.identity();
        return new Identity(
                title,
                summary,
                spec.name() + ", " + spec.title(),
                identity,
                !identity.endsWith("not proven"),
                mapping.network().name(),
                "",
                mapping.image().digest(),
                spec.digest(),
                0,
                command,
                LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
                List.of(
                        new Fact("Ranvier", version),
                        new Fact("Java", Runtime.version().toString())),
                more);
    }

    static UtilisationPart utilisation(Mapping mapping) {
        List<Limit> limits = mapping.spec().limits().values().stream()
                .filter(limit ->
                        mapping.usage().stream().anyMatch(use -> use.used().containsKey(limit.name())))
                .toList();
        return new UtilisationPart(
                "How full the cores are",
                "One square per core, four to a tile; choose a limit of the data sheet.",
                mapping.spec().grid(),
                limits,
                mapping.usage().stream()
                        .map(use -> new UtilisationPart.CoreUse(use.core(), Map.copyOf(use.used())))
                        .toList());
    }

    /** Which population lies where. */
    static PlacementPart placement(Mapping mapping) {
        Map<Integer, Map<Integer, Integer>> cores = new TreeMap<>();
        List<Population> populations = mapping.network().populations();
        int neuron = 0;
        for (int p = 0; p < populations.size(); p++) {
            for (int k = 0; k < populations.get(p).size(); k++) {
                cores.computeIfAbsent(mapping.coreOf()[neuron++], core -> new TreeMap<>())
                        .merge(p, 1, Integer::sum);
            }
        }
        return new PlacementPart(
                "Where the populations lie",
                "Each core in the colours of the populations on it, in the proportion of their neurons.",
                mapping.spec().grid(),
                populations.stream().map(Population::name).toList(),
                cores.entrySet().stream()
                        .map(core -> new PlacementPart.Core(core.getKey(), core.getValue()))
                        .toList());
    }

    static TablePart quantization(QuantizationReport report) {
        List<List<Object>> rows = new ArrayList<>();
        for (QuantizationReport.OfProjection p : report.projections()) {
            rows.add(List.of(
                    p.name(),
                    p.count(),
                    p.bits(),
                    p.method(),
                    p.scale(),
                    p.exponent(),
                    p.saturated(),
                    p.zeroed(),
                    p.largestError(),
                    Double.isFinite(p.sqnrDecibel()) ? (Object) p.sqnrDecibel() : "exact"));
        }
        return new TablePart(
                "Weights after quantisation",
                "Errors are in units of the weight with the neuron's input gain folded in.",
                List.of(
                        TablePart.Column.of("projection"),
                        TablePart.Column.of("synapses"),
                        new TablePart.Column("bits", ""),
                        TablePart.Column.of("method"),
                        TablePart.Column.of("scale"),
                        TablePart.Column.of("exponent"),
                        TablePart.Column.of("clipped"),
                        TablePart.Column.of("became 0"),
                        TablePart.Column.of("largest error"),
                        new TablePart.Column("signal to noise", "dB")),
                rows);
    }

    static TablePart neurons(QuantizationReport report) {
        List<List<Object>> rows = new ArrayList<>();
        for (QuantizationReport.OfPopulation p : report.populations()) {
            rows.add(List.of(
                    p.name(),
                    p.unit(),
                    p.thresholdError(),
                    p.tauMemBefore(),
                    p.tauMemAfter(),
                    p.tauSynBefore(),
                    p.tauSynAfter(),
                    p.biasError(),
                    p.worstInput() / p.inputLimit()));
        }
        return new TablePart(
                "Neurons after quantisation",
                "Worst input: if every source fired at once, as a part of what the accumulator holds.",
                List.of(
                        TablePart.Column.of("population"),
                        new TablePart.Column("units per volt", ""),
                        new TablePart.Column("threshold error", "fraction"),
                        new TablePart.Column("tau membrane", "s"),
                        new TablePart.Column("on the chip", "s"),
                        new TablePart.Column("tau synapse", "s"),
                        new TablePart.Column("on the chip ", "s"),
                        TablePart.Column.of("bias error"),
                        new TablePart.Column("worst input", "fraction")),
                rows);
    }

    static TablePart registers(List<RegisterError> errors) {
        List<List<Object>> rows = new ArrayList<>();
        for (RegisterError e : errors) {
            rows.add(List.of(e.population(), e.parameter(), e.unit(), e.wanted(), e.onChip(), 100 * e.relative()));
        }
        return new TablePart(
                "Parameters of the cells in registers",
                "Value in the network file, and the value that the register stands for.",
                List.of(
                        TablePart.Column.of("population"),
                        TablePart.Column.of("parameter"),
                        TablePart.Column.of("unit"),
                        TablePart.Column.of("wanted"),
                        TablePart.Column.of("on the chip"),
                        new TablePart.Column("error", "%")),
                rows);
    }

    static TablePart cores(Counters counters) {
        List<List<Object>> rows = new ArrayList<>();
        for (Counters.CoreCounters c : counters.cores()) {
            rows.add(List.of(
                    c.core(),
                    c.neurons(),
                    c.spikes(),
                    c.axonEvents(),
                    c.synapticEvents(),
                    c.messages(),
                    c.wraps(),
                    c.saturations(),
                    c.dropped()));
        }
        return new TablePart(
                "What the cores did",
                "",
                List.of(
                        TablePart.Column.of("core"),
                        TablePart.Column.of("compartments"),
                        TablePart.Column.of("spikes"),
                        TablePart.Column.of("axon events"),
                        TablePart.Column.of("synaptic events"),
                        TablePart.Column.of("packets sent"),
                        TablePart.Column.of("wrapped"),
                        TablePart.Column.of("clipped"),
                        TablePart.Column.of("dropped")),
                rows);
    }
}
