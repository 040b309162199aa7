package dev.ranvier.tools.bench;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.tools.crossbar.CrossbarImage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A crossbar workload while it is measured: ticks 1..30 warm up, ticks 31..130 count.
 *
 * @param warm counters after the warm-up
 * @param total counters after all ticks
 * @param firstSpikes spikes of each of the first ticks
 * @param potentials sum of all potentials after the last tick
 * @param bestSeconds shortest time of ticks 31..130
 * @param medianSeconds median of those times
 */
record CrossbarMeasurement(
        Counters warm, Counters total, long[] firstSpikes, long potentials, double bestSeconds, double medianSeconds) {
    private static final int WARM = 30;
    private static final int TICKS = 100;
    private static final int FIRST = 5;
    private static final int LEAST_RUNS = 5;

    /** Runs {@code image} again and again for about {@code seconds}. */
    static CrossbarMeasurement of(CrossbarImage image, int threads, double seconds) {
        try (Chip chip = Machines.create(image.spec(), threads)) {
            chip.load(image.image());
            double[] times = new double[1024];
            int runs = 0;
            double spent = 0;
            while (runs < times.length && (runs < LEAST_RUNS || spent < seconds)) {
                chip.reset(Chip.ResetScope.STATE);
                chip.advance(WARM);
                double start = now(threads);
                chip.advance(TICKS);
                times[runs] = now(threads) - start;
                spent += times[runs++];
            }
            double[] sorted = Arrays.copyOf(times, runs);
            Arrays.sort(sorted);
            return counted(chip, image.image(), sorted);
        }
    }

    private static double now(int threads) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        return (threads == 1 ? thread.getCurrentThreadCpuTime() : System.nanoTime()) * 1e-9;
    }

    private static CrossbarMeasurement counted(Chip chip, ChipImage image, double[] sorted) {
        chip.reset(Chip.ResetScope.STATE);
        chip.clearCounters();
        long[] first = new long[FIRST];
        long before = 0;
        for (int t = 0; t < FIRST; t++) {
            chip.advance(1);
            long spikes = chip.counters().spikes();
            first[t] = spikes - before;
            before = spikes;
        }
        chip.advance(WARM - FIRST);
        Counters warm = chip.counters();
        chip.advance(TICKS);
        long sum = 0;
        for (var port : image.outputs()) {
            if (!port.output()) {
                long[] potentials = new long[port.sources().length];
                chip.readState("v", port.sources(), potentials);
                sum += Arrays.stream(potentials).sum();
            }
        }
        return new CrossbarMeasurement(warm, chip.counters(), first, sum, sorted[0], sorted[sorted.length / 2]);
    }

    long spikes() {
        return total.spikes() - warm.spikes();
    }

    long events() {
        return total.synapticEvents() - warm.synapticEvents();
    }

    Map<String, Double> figures(double buildSeconds) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("ticks_per_second", TICKS / bestSeconds);
        figures.put("synaptic_events_per_second", events() / bestSeconds);
        figures.put("ticks_per_second_median", TICKS / medianSeconds);
        figures.put("build_seconds", buildSeconds);
        return figures;
    }
}
