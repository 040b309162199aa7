package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.run.RancRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Prints what a run of RANC's files has given. Stateless. */
final class RancRunPrinter {
    private static final int ROWS_SHOWN = 20;

    private RancRunPrinter() {}

    static ObjectNode json(RancRun.Result result, Path page) {
        ObjectNode root = Json.object();
        ChipSpec spec = result.image().spec();
        root.put("chip", spec.name());
        root.put("exactness", spec.identity());
        root.put("network", result.image().image().network());
        root.put("image_digest", result.image().image().digest());
        ArrayNode counts = root.putArray("spikes_per_output");
        for (int count : result.spikesPerOutput()) {
            counts.add(count);
        }
        ArrayNode rows = root.putArray("output_rows");
        result.rows().forEach(row -> rows.addArray().add(row[0]).add(row[1]));
        ObjectNode warnings = root.putObject("warnings");
        result.warnings().forEach(warnings::put);
        RunCommand.counters(root, result.counters());
        root.put("wall_seconds", result.wallSeconds());
        root.put("report", page == null ? "" : page.toString());
        return root;
    }

    static void print(PrintWriter out, RancRun.Result result, Path page) {
        Counters c = result.counters();
        out.println();
        out.println("  row     outputs that are 1"
                + (result.warnings().isEmpty()
                        ? " (row t: what left the bus in tick t)"
                        : " (row t: what arrived at the bus since row t - 1)"));
        long shown = 0;
        for (int i = 0; i < result.rows().size(); ) {
            int row = result.rows().get(i)[0];
            int from = i;
            while (i < result.rows().size() && result.rows().get(i)[0] == row) {
                i++;
            }
            if (shown++ < ROWS_SHOWN) {
                String outputs = result.rows().subList(from, i).stream()
                        .map(r -> Integer.toString(r[1]))
                        .collect(Collectors.joining(" "));
                out.printf("  %-7d %s%n", row, outputs.length() > 100 ? outputs.substring(0, 97) + "..." : outputs);
            }
        }
        if (shown > ROWS_SHOWN) {
            out.println("  ... and " + (shown - ROWS_SHOWN) + " rows more: --json or --report DIR has them all");
        }
        out.println();
        line(out, "ticks", Numbers.whole(c.ticks()), "");
        line(out, "spikes", Numbers.whole(c.spikes()), "");
        line(out, "output spikes", Numbers.whole(result.rows().size()), result.outputs() + " outputs");
        line(out, "synaptic events", Numbers.whole(c.synapticEvents()), "");
        result.warnings().forEach((kind, count) -> {
            if (count > 0) {
                line(out, kind.replace('_', ' '), Numbers.whole(count), "packets");
            }
        });
        line(
                out,
                "wall time",
                Numbers.si(result.wallSeconds(), "s"),
                Numbers.si(result.ticks() / result.wallSeconds(), "ticks/s"));
        if (page != null) {
            line(out, "report", page.toString(), "with output.txt in RANC's format beside it");
        }
    }

    private static void line(PrintWriter out, String what, String value, String note) {
        out.printf("  %-22s %14s   %s%n", what, value, note);
    }
}
