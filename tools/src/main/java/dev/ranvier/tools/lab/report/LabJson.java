package dev.ranvier.tools.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.measure.Deviation;
import dev.ranvier.tools.lab.measure.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs as JSON. Stateless. */
public final class LabJson {
    /** Name of the file. */
    public static final String FILE = "lab.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LabJson() {}

    /** Mechanisms with their verdicts, and the experiments that show them. */
    public static ObjectNode of(List<ExperimentRun> runs) {
        ObjectNode root = MAPPER.createObjectNode();
        MechanismTable table = MechanismTable.of(runs);
        ArrayNode mechanisms = root.putArray("mechanisms");
        for (MechanismTable.Row row : table.rows()) {
            ObjectNode node = mechanisms.addObject();
            node.put("id", row.mechanism().id());
            node.put("mechanism", row.mechanism().mechanism());
            node.put("feature", row.mechanism().feature());
            check(node, row.first());
            node.put("pass", row.pass());
            ArrayNode checks = node.putArray("checks");
            for (MechanismTable.Shown shown : row.shown()) {
                ObjectNode inner = checks.addObject();
                check(inner, shown);
                inner.put("pass", shown.check().pass());
            }
        }
        root.put("passed", table.passed());
        root.put("failed", table.rows().size() - table.passed());
        ArrayNode experiments = root.putArray("experiments");
        runs.forEach(run -> experiment(experiments.addObject(), run));
        return root;
    }

    private static void check(ObjectNode node, MechanismTable.Shown shown) {
        Results.Check check = shown.check();
        node.put("experiment", shown.experiment());
        node.put("observable", check.expectation().value().text());
        number(node, "measured", check.measured());
        number(node, "expected", check.expectation().expected());
        number(node, "tolerance", check.expectation().tolerance());
        node.put("unit", check.unit());
        node.put("source", check.expectation().source());
    }

    private static void experiment(ObjectNode node, ExperimentRun run) {
        var about = run.experiment().about();
        node.put("name", about.name());
        node.put("title", about.title());
        node.put("finding", about.finding());
        about.notes().forEach(node.putArray("notes")::add);
        node.put("chip", run.spec().name());
        node.put("exactness", run.spec().identity());
        node.put(
                "image_digest",
                run.mapping() == null ? "" : run.mapping().image().digest());
        node.put("tick_ms", run.experiment().tickMs());
        node.put("duration_ms", run.experiment().durationMs());
        node.put("seconds", run.seconds());
        node.put("pass", run.passed());
        ArrayNode checks = node.putArray("expectations");
        for (Results.Check check : run.checks()) {
            ObjectNode inner = checks.addObject();
            inner.put("mechanism", check.expectation().mechanism());
            check(inner, new MechanismTable.Shown(about.name(), check));
            inner.put("pass", check.pass());
        }
        ArrayNode values = node.putArray("observables");
        for (Results.Value value : run.results().values()) {
            ObjectNode inner = values.addObject();
            inner.put("group", value.preparation().group());
            ObjectNode at = inner.putObject("at");
            value.preparation().at().forEach(at::put);
            inner.put("observable", value.observable().name());
            inner.put("unit", value.observable().unit());
            number(inner, "chip", value.pair().chip());
            number(inner, "float64", value.pair().model());
        }
        ObjectNode single = node.putObject("derived");
        run.results().single().forEach((name, pair) -> {
            ObjectNode inner = single.putObject(name);
            number(inner, "chip", pair.chip());
            number(inner, "float64", pair.model());
        });
        ObjectNode loads = node.putObject("loads");
        run.verdicts().forEach(loads::put);
        deviation(node.putObject("deviation"), run);
    }

    private static void deviation(ObjectNode node, ExperimentRun run) {
        Deviation deviation = run.deviation();
        node.put("float64_steps_per_tick", run.stepsPerTick());
        deviation.bySignal().forEach((signal, difference) -> {
            ObjectNode inner = node.putObject(signal.text());
            inner.put("unit", signal.unit());
            inner.put("largest", difference.largest());
            inner.put("away_from_spikes", difference.awayFromSpikes());
            inner.put("root_mean_square", difference.rootMeanSquare());
        });
        node.put("spikes_chip", deviation.spikesChip());
        node.put("spikes_float64", deviation.spikesModel());
        node.put("spike_counts_equal", deviation.cellsWithEqualCounts());
        node.put("spike_shift_ms", deviation.spikeShiftMs());
    }

    /** JSON has no NaN: a value that does not exist is null. */
    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    /** Writes {@link #of} into {@code folder}. */
    public static void write(List<ExperimentRun> runs, Path folder) {
        try {
            Files.createDirectories(folder);
            MAPPER.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(FILE).toFile(), of(runs));
        } catch (IOException e) {
            throw new RanvierException("cannot write " + folder.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }
}
