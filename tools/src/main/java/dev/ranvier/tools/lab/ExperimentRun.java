package dev.ranvier.tools.lab;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.measure.Deviation;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.lab.measure.Results;
import java.util.List;
import java.util.Map;

/**
 * An experiment that has run.
 *
 * @param experiment the experiment
 * @param spec the chip
 * @param mapping how the network lay on it; null if nothing ran
 * @param counters of the chip; null if nothing ran
 * @param chip recording of the chip
 * @param model recording of the float64 model
 * @param stepsPerTick integration steps of the model per tick of the chip
 * @param verdicts what the chip said to each load, by its name: accepted, or the message of the refusal
 * @param results numbers
 * @param deviation distance of the two recordings
 * @param seconds wall time
 */
public record ExperimentRun(
        Experiment experiment,
        ChipSpec spec,
        CellMapping mapping,
        Counters counters,
        Recording chip,
        Recording model,
        int stepsPerTick,
        Map<String, String> verdicts,
        Results results,
        Deviation deviation,
        double seconds) {

    /** Checks of the experiment's expectations. */
    public List<Results.Check> checks() {
        return results.checks();
    }

    /** True if all expectations are met. */
    public boolean passed() {
        return checks().stream().allMatch(Results.Check::pass);
    }
}
