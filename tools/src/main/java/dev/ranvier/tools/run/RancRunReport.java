package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TextPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The report of a run of RANC's files, and the outputs in RANC's own format. Stateless. */
public final class RancRunReport {
    private RancRunReport() {}

    /** What a page on {@code result} says. */
    public static RunReport of(RancRun.Result result, String command, String version) {
        Counters c = result.counters();
        List<Headline> headlines = List.of(
                new Headline("ticks", result.ticks(), "", "tick 1 to " + result.ticks()),
                new Headline("spikes", c.spikes(), "", "of all neurons"),
                new Headline("output spikes", result.rows().size(), "", result.outputs() + " outputs"),
                new Headline("synaptic events", c.synapticEvents(), "", "active axon and synapse"),
                new Headline("chip time", c.nanoseconds() * 1e-9, "s", "model " + c.energyModel()),
                new Headline("emulation speed", result.ticks() / result.wallSeconds(), "ticks/s", "wall time"));
        List<ReportPart> parts = new ArrayList<>();
        List<String> lines = result.warnings().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().replace('_', ' ') + ": " + entry.getValue())
                .toList();
        if (!lines.isEmpty()) {
            parts.add(new TextPart("Packets that were merged or dropped", "", TextPart.Kind.WARNING, lines));
        }
        parts.add(new RasterPart(
                "Outputs",
                result.warnings().isEmpty()
                        ? "Row t holds what left the output bus in tick t."
                        : "Row t holds what arrived at the output bus since row t - 1.",
                1,
                (int) Math.min(Integer.MAX_VALUE - 1, result.ticks()) + 1,
                List.of(new RasterPart.Layer(
                        "output bus",
                        result.outputs(),
                        result.rows().stream().mapToInt(row -> row[0]).toArray(),
                        result.rows().stream().mapToInt(row -> row[1]).toArray())),
                List.of()));
        parts.add(ReportParts.cores(c));
        return new RunReport(identity(result, command, version), headlines, parts);
    }

    private static Identity identity(RancRun.Result result, String command, String version) {
        ChipSpec spec = result.image().spec();
        String network = result.image().image().network();
        return new Identity(
                network + " on " + spec.name(),
                result.ticks() + " ticks of a network in RANC's format.",
                spec.name() + ", " + spec.title(),
                spec.identity(),
                !spec.identity().endsWith("not proven"),
                network,
                "",
                result.image().image().digest(),
                spec.digest(),
                0,
                command,
                LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")),
                List.of(
                        new Fact("Ranvier", version),
                        new Fact("Java", Runtime.version().toString())),
                List.of());
    }

    /** Writes the outputs as RANC's simulator does: a line per tick, each output as 0 or 1 and a space. */
    public static void writeOutputs(RancRun.Result result, Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            BitSet row = new BitSet(result.outputs());
            int next = 0;
            for (long tick = 1; tick <= result.ticks(); tick++) {
                row.clear();
                for (; next < result.rows().size() && result.rows().get(next)[0] == tick; next++) {
                    row.set(result.rows().get(next)[1]);
                }
                for (int i = 0; i < result.outputs(); i++) {
                    out.write(row.get(i) ? "1 " : "0 ");
                }
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
