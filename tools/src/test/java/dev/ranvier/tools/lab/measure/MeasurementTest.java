package dev.ranvier.tools.lab.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.lab.experiment.Measure;
import dev.ranvier.tools.lab.experiment.Observable;
import dev.ranvier.tools.lab.experiment.Preparation;
import dev.ranvier.tools.lab.experiment.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("measures of a recording")
class MeasurementTest {
    private static final Preparation CELLS = new Preparation(
            "g", Map.of(), Map.of("cell", new Preparation.Block(0, 1), "both", new Preparation.Block(0, 2)), Map.of());
    private static final double SAMPLE_MS = 0.5;

    /** An exponential EPSP of -4 mV with 10 ms that starts at 20 ms from -70 mV. */
    private static Recording recording() {
        Recording.Probe probe = new Recording.Probe(Signal.SOMA, 0);
        Recording recording = new Recording(List.of(probe), 201, SAMPLE_MS, 2);
        for (int i = 0; i < 201; i++) {
            double since = i * SAMPLE_MS - 20;
            recording.sample(probe, i, since <= 0 ? -70 : -70 - 4 * Math.exp(-(since - SAMPLE_MS) / 10));
        }
        for (double ms : new double[] {10, 20, 40}) {
            recording.spike(0, ms);
        }
        recording.spike(1, 50);
        recording.spike(1, 53);
        return recording;
    }

    private static double measure(Measure measure, Signal signal, String cell, double level) {
        Observable observable = new Observable("g", "o", measure, signal, cell, 15, 100, level, 1);
        return Measurement.of(observable, CELLS, recording());
    }

    @Test
    @DisplayName("of samples: peak with sign, its time, decay to 1/e, onset, extremes, time beyond a level")
    void samples() {
        assertEquals(-4, measure(Measure.PEAK, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(5.5, measure(Measure.TIME_TO_PEAK, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(10, measure(Measure.DECAY, Signal.SOMA, "cell", 0), 0.01);
        assertEquals(5.5, measure(Measure.ONSET, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(-74, measure(Measure.MINIMUM, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(-70, measure(Measure.MAXIMUM, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(-70, measure(Measure.START, Signal.SOMA, "cell", 0), 1e-12);
        assertEquals(7, measure(Measure.TIME_BELOW, Signal.SOMA, "cell", -72), 0.5);
    }

    @Test
    @DisplayName("of spikes: counts and rates in the window, intervals; NaN where there is no interval")
    void spikes() {
        assertEquals(2, measure(Measure.COUNT, Signal.SPIKES, "cell", 0));
        assertEquals(4, measure(Measure.COUNT, Signal.SPIKES, "both", 0));
        assertEquals(4 / 2.0 / 0.085, measure(Measure.RATE, Signal.SPIKES, "both", 0), 1e-9);
        assertEquals(3, measure(Measure.SHORTEST_INTERVAL, Signal.SPIKES, "both", 0), 1e-12);
        assertTrue(Double.isNaN(measure(Measure.INTERVAL_CV, Signal.SPIKES, "both", 0)), "two spikes are too few");
        Observable all = new Observable("g", "o", Measure.INTERVAL_CV, Signal.SPIKES, "cell", 0, 100, 0, 1);
        assertEquals(1 / 3.0, Measurement.of(all, CELLS, recording()), 1e-12, "intervals of 10 and 20 ms");
    }

    @Test
    @DisplayName(
            "the deviation of two recordings leaves out what lies near a spike, and says how far spikes have moved")
    void deviation() {
        Recording.Probe probe = new Recording.Probe(Signal.SOMA, 0);
        Recording chip = new Recording(List.of(probe), 101, 1, 1);
        Recording model = new Recording(List.of(probe), 101, 1, 1);
        chip.spike(0, 50);
        model.spike(0, 50.4);
        chip.sample(probe, 50, 100);
        chip.sample(probe, 80, 0.25);
        Deviation deviation = Deviation.between(chip, model, new int[0]);
        assertEquals(100, deviation.bySignal().get(Signal.SOMA).largest());
        assertEquals(0.25, deviation.bySignal().get(Signal.SOMA).awayFromSpikes());
        assertEquals(0.4, deviation.spikeShiftMs(), 1e-12);
        assertTrue(deviation.cellsWithEqualCounts());
    }
}
