package dev.ranvier.tools.lab.report;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.experiment.Signal;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.lab.measure.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a run's numbers as CSV. Stateless. */
public final class LabTables {
    /** Measured values, one line each. */
    public static final String OBSERVABLES = "observables.csv";

    /** Samples, one line per sample. */
    public static final String TRACES = "traces.csv";

    /** Spikes, one line each. */
    public static final String SPIKES = "spikes.csv";

    private LabTables() {}

    /**
     * Writes all tables into {@code folder}, which is made if it is missing.
     *
     * @throws RanvierException if a file cannot be written
     */
    public static void write(ExperimentRun run, Path folder) {
        try {
            Files.createDirectories(folder);
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(OBSERVABLES)))) {
                observables(run, out);
            }
            if (run.mapping() != null) {
                try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(TRACES)))) {
                    traces(run, out);
                }
                try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(SPIKES)))) {
                    out.println("run,time_ms,cell");
                    spikes("chip", run.chip(), out);
                    spikes("float64", run.model(), out);
                }
            }
        } catch (IOException e) {
            throw new RanvierException(
                    "cannot write tables to folder " + folder + ": " + e.getMessage()
                            + "; name a folder that can be written to",
                    e);
        }
    }

    private static void observables(ExperimentRun run, PrintWriter out) {
        out.println("group,preparation,observable,unit,chip,float64");
        for (Results.Value value : run.results().values()) {
            out.println(String.join(
                    ",",
                    value.preparation().group(),
                    quoted(value.preparation().label()),
                    value.observable().name(),
                    value.observable().unit(),
                    Double.toString(value.pair().chip()),
                    Double.toString(value.pair().model())));
        }
        run.results()
                .single()
                .forEach((name, pair) -> out.println(String.join(
                        ",", "", "", name, "", Double.toString(pair.chip()), Double.toString(pair.model()))));
    }

    private static String quoted(String text) {
        return text.contains(",") ? '"' + text + '"' : text;
    }

    private static void traces(ExperimentRun run, PrintWriter out) {
        List<Recording.Probe> probes = run.chip().probes();
        StringBuilder head = new StringBuilder("time_ms");
        for (Recording.Probe probe : probes) {
            String name = probe.signal().text() + "_" + probe.index() + unit(probe.signal());
            head.append(',').append(name).append("_chip,").append(name).append("_float64");
        }
        out.println(head);
        for (int i = 0; i < run.chip().samples(); i++) {
            StringBuilder line =
                    new StringBuilder(Double.toString(round(run.chip().time(i))));
            for (Recording.Probe probe : probes) {
                line.append(',')
                        .append(round(run.chip().values(probe)[i]))
                        .append(',')
                        .append(round(run.model().values(probe)[i]));
            }
            out.println(line);
        }
    }

    private static String unit(Signal signal) {
        return signal.unit().isEmpty() || signal == Signal.RECEPTORS ? "" : "_" + signal.unit();
    }

    private static double round(double value) {
        return Math.rint(value * 1e7) / 1e7;
    }

    private static void spikes(String run, Recording recording, PrintWriter out) {
        for (int cell = 0; cell < recording.cells(); cell++) {
            for (double time : recording.spikes(cell)) {
                out.println(run + "," + round(time) + "," + cell);
            }
        }
    }
}
