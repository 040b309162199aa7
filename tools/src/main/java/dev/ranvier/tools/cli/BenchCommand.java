package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.bench.Workload;
import dev.ranvier.tools.bench.Workloads;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a workload that is defined to the last bit, checks its values and prints rates.",
            "Without a name: lists the workloads. Rates are of CPU time of the stepping loop, best of several runs."
        },
        footer = {"", "Example: ranvier bench loihi-recurrent --density 1.0"})
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "workload")
    private String name;

    @Option(names = "--density", paramLabel = "D", description = "loihi-recurrent: 0.1 or 1.0; default both")
    private String density;

    @Option(
            names = "--variant",
            paramLabel = "V",
            description = "sparse: W4U, W32U or W32L; noc: w1 .. w5; default all")
    private String variant;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads; default ${DEFAULT-VALUE}")
    private int threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "about how long to measure; default ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        if (name == null) {
            Workloads.all().forEach(workload -> out.printf("%-18s %s%n", workload.name(), workload.title()));
            out.flush();
            return 0;
        }
        if (threads < 1 || threads > 256) {
            throw new RanvierException("--threads is " + threads + ", allowed: 1..256");
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (density != null) {
            options.put("density", density);
        }
        if (variant != null) {
            options.put("variant", variant);
        }
        List<Workload.Result> results = Workloads.byName(name).run(options, threads, seconds);
        if (json) {
            out.println(Json.text(json(results)));
        } else {
            results.forEach(result -> print(out, result));
        }
        out.flush();
        return results.stream().allMatch(Workload.Result::correct) ? 0 : 1;
    }

    private ObjectNode json(List<Workload.Result> results) {
        ObjectNode root = Json.object();
        root.put("workload", name);
        root.put("threads", threads);
        var list = root.putArray("results");
        for (Workload.Result result : results) {
            ObjectNode node = list.addObject();
            node.put("name", result.name());
            node.put("correct", result.correct());
            result.figures().forEach(node::put);
            var checks = node.putArray("checks");
            for (Workload.Check check : result.checks()) {
                checks.addObject()
                        .put("what", check.what())
                        .put("expected", check.expected())
                        .put("got", check.got())
                        .put("right", check.right());
            }
        }
        return root;
    }

    private static void print(PrintWriter out, Workload.Result result) {
        out.println(result.name());
        for (Workload.Check check : result.checks()) {
            out.printf(
                    "  %-28s %s%n",
                    check.what(),
                    check.right() ? check.got() + "  right" : check.got() + "  WRONG, expected " + check.expected());
        }
        result.figures().forEach((what, value) -> out.printf(Locale.ROOT, "  %-28s %s%n", what, rate(value)));
    }

    private static String rate(double value) {
        if (value >= 1e9) {
            return String.format(Locale.ROOT, "%.2f G", value / 1e9);
        }
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.2f M", value / 1e6);
        }
        if (value >= 1e4) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
