package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.lab.CellModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The float64 files of a biophysical case against the laboratory's own model. They come from a continuous-time
 * integration, so they are compared within tolerances: 0.01 mV away from spikes, 0.05 ms in spike times.
 *
 * <p>Two cases say themselves that their float files cannot be met: a chaotic network (only its firing rates compare)
 * and a run without the saturation that the case is about. Not safe for several threads.
 */
final class BiophysicalFloat {
    private static final double MILLIVOLTS = 0.01;
    private static final double SPIKE_MS = 0.05;
    /** Around a spike one step of shift is worth up to 100 mV. */
    private static final double SPIKE_WINDOW_MS = 2;

    private static final double RECEPTORS = 0.01;
    private static final double CALCIUM = 0.001;
    private static final double PICOAMPERES = 0.01;
    /** Cases with more cell ticks than this were recorded with coarser steps. */
    private static final long LONG_CASE = 300_000;

    /**
     * Integration schemes that the files were recorded with; a file does not say which.
     *
     * @param steps steps per tick
     * @param midStep calcium increments in the middle of a step
     */
    private record Scheme(int steps, boolean midStep) {}

    private final GoldenCase golden;
    private final PhysicalNetwork network;
    private final Csv expected;
    private final List<String> columns;

    private BiophysicalFloat(GoldenCase golden, PhysicalNetwork network) {
        this.golden = golden;
        this.network = network;
        expected = golden.file("expected_float");
        columns = expected.header();
    }

    /** Compares the float files of a case, if it lists them. */
    static void compare(GoldenCase golden, PhysicalNetwork network) {
        if (golden.lists("expected_float")) {
            new BiophysicalFloat(golden, network).run();
        }
    }

    private void run() {
        if (golden.json()
                .path("measured_deviation")
                .path("vs_float64_continuous")
                .isMissingNode()) {
            // The float run lacks the saturation that the case is about: the case calls it indicative only.
            return;
        }
        long ticks = golden.get("ticks").asLong();
        if (ticks * network.cells() <= LONG_CASE) {
            compare(new Scheme(20, false), ticks);
            return;
        }
        try {
            compare(new Scheme(4, false), ticks);
        } catch (Difference fine) {
            try {
                compare(new Scheme(2, true), ticks);
            } catch (Difference coarse) {
                throw fine;
            }
        }
    }

    private void compare(Scheme scheme, long ticks) {
        CellModel model = new CellModel(network, scheme.steps, scheme.midStep);
        double[][] got = new double[expected.size()][];
        simulate(model, ticks, got);
        if (golden.json().has("float_statistics")) {
            statistics(model, ticks);
            return;
        }
        List<double[]> spikes = golden.lists("spikes_float") ? spikes(model) : List.of();
        for (int r = 0; r < expected.size(); r++) {
            double time = expected.real(r, 0);
            for (int c = 1; c < columns.size(); c++) {
                double want = expected.real(r, c);
                if (!(Math.abs(want - got[r][c]) <= tolerance(columns.get(c), time, spikes))) {
                    throw new Difference(
                            expected.file() + " " + time + " ms " + columns.get(c),
                            Double.toString(want),
                            String.format(Locale.ROOT, "%.5f", got[r][c]));
                }
            }
        }
    }

    private void simulate(CellModel model, long ticks, double[][] got) {
        Csv stimulus = golden.file("stimulus");
        Csv control = golden.file("control");
        int nextStimulus = 0;
        int nextControl = 0;
        int nextRow = 0;
        int[] axons = new int[stimulus.size()];
        for (long tick = 0; tick < ticks; tick++) {
            while (nextControl < control.size() && control.whole(nextControl, 0) == tick) {
                apply(model, control, nextControl++);
            }
            int count = 0;
            while (nextStimulus < stimulus.size() && stimulus.whole(nextStimulus, 0) <= tick - 1) {
                axons[count++] = (int) stimulus.whole(nextStimulus++, 1);
            }
            model.tick(Arrays.copyOf(axons, count));
            double time = (tick + 1) * network.tickMs();
            if (nextRow < expected.size()
                    && Math.abs(expected.real(nextRow, 0) - time) < 1e-6 * network.tickMs() + 1e-9) {
                got[nextRow++] = sample(model);
            }
        }
        if (nextRow != expected.size()) {
            throw new Difference(expected.file(), expected.size() + " samples", nextRow + " samples");
        }
    }

    private static void apply(CellModel model, Csv control, int row) {
        int cell = (int) control.whole(row, "neuron");
        int compartment = (int) control.whole(row, "compartment");
        switch (control.rows().get(row)[control.column("op")]) {
            case "ibias" -> model.inject(cell, compartment, control.real(row, control.column("value_physical")));
            case "clamp" -> model.clamp(cell, compartment, control.real(row, control.column("value_physical")));
            default -> model.release(cell, compartment);
        }
    }

    private double[] sample(CellModel model) {
        double[] values = new double[columns.size()];
        for (int c = 1; c < values.length; c++) {
            String column = columns.get(c);
            int underscore = column.indexOf('_');
            int index = Integer.parseInt(column.substring(underscore > 0 ? underscore + 1 : 1));
            values[c] = switch (column.charAt(0)) {
                case 'V' -> model.potential(index, column.charAt(1) - '0');
                case 'I' -> model.synapticCurrent(index, column.charAt(1) - '0');
                case 'A' -> model.receptors(index);
                case 'C' -> model.calcium(index);
                default -> throw new UnsupportedCase("column '" + column + "' of " + expected.file() + " is unknown");
            };
        }
        return values;
    }

    private double tolerance(String column, double time, List<double[]> spikes) {
        return switch (column.charAt(0)) {
            case 'V' -> {
                int cell = Integer.parseInt(column.substring(column.indexOf('_') + 1));
                boolean near = spikes.stream()
                        .anyMatch(s -> s[1] == cell
                                && time > s[0] - SPIKE_WINDOW_MS
                                && time < s[0] + SPIKE_WINDOW_MS + spikeMs(cell));
                yield near ? Double.POSITIVE_INFINITY : MILLIVOLTS;
            }
            case 'I' -> PICOAMPERES;
            case 'A' -> RECEPTORS;
            default -> CALCIUM;
        };
    }

    private double spikeMs(int cell) {
        return network.kinds().get(network.kindOfCell()[cell]).refractoryTime();
    }

    /** Spikes of the file as {ms, cell}, after comparing them. */
    private List<double[]> spikes(CellModel model) {
        Csv want = golden.file("spikes_float");
        List<double[]> all = new ArrayList<>();
        for (int r = 0; r < want.size(); r++) {
            all.add(new double[] {want.real(r, 0), want.real(r, 1)});
        }
        for (int cell = 0; cell < network.cells(); cell++) {
            int number = cell;
            List<double[]> expectedOfCell =
                    all.stream().filter(s -> s[1] == number).toList();
            List<CellModel.Spike> gotOfCell =
                    model.spikes().stream().filter(s -> s.cell() == number).toList();
            for (int i = 0; i < Math.min(expectedOfCell.size(), gotOfCell.size()); i++) {
                double wantMs = expectedOfCell.get(i)[0];
                double gotMs = gotOfCell.get(i).timeMs();
                if (Math.abs(wantMs - gotMs) > SPIKE_MS) {
                    throw new Difference(
                            want.file() + " neuron " + cell + " spike " + i,
                            wantMs + " ms",
                            String.format(Locale.ROOT, "%.4f ms", gotMs));
                }
            }
            if (expectedOfCell.size() != gotOfCell.size()) {
                throw new Difference(
                        want.file() + " neuron " + cell,
                        expectedOfCell.size() + " spikes",
                        gotOfCell.size() + " spikes");
            }
        }
        return all;
    }

    /** A chaotic network compares by its firing rates: within a tenth. */
    private void statistics(CellModel model, long ticks) {
        golden.file("spikes_float");
        JsonNode want = golden.get("float_statistics");
        double seconds = ticks * network.tickMs() * 1e-3;
        int[] count = new int[2];
        int[] cells = new int[2];
        for (int i = 0; i < network.cells(); i++) {
            cells[network.transmitterOfCell()[i].ordinal() == 0 ? 0 : 1]++;
        }
        for (CellModel.Spike spike : model.spikes()) {
            count[network.transmitterOfCell()[spike.cell()].ordinal() == 0 ? 0 : 1]++;
        }
        rate(want, "rate_E_Hz", count[0] / seconds / cells[0]);
        rate(want, "rate_I_Hz", count[1] / seconds / cells[1]);
    }

    private void rate(JsonNode want, String name, double got) {
        double expectedRate = golden.get(want, name).asDouble();
        if (Math.abs(got - expectedRate) > 0.1 * expectedRate) {
            throw new Difference(
                    "float_statistics." + name, expectedRate + " Hz", String.format(Locale.ROOT, "%.3f Hz", got));
        }
    }
}
