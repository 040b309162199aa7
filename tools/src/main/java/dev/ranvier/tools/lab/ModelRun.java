package dev.ranvier.tools.lab;

import dev.ranvier.tools.lab.experiment.Control;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.Schedule;
import dev.ranvier.tools.lab.measure.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** The same experiment in float64. One use, one thread. */
final class ModelRun {
    private final CellModel model;
    private final Schedule schedule;
    private final Recording recording;

    ModelRun(Experiment experiment, int stepsPerTick, Recording recording) {
        model = new CellModel(experiment.network(), stepsPerTick, false);
        schedule = experiment.schedule();
        this.recording = recording;
    }

    void run(LongConsumer progress) {
        List<Control> controls = schedule.controls();
        int next = 0;
        int event = 0;
        sample(0);
        int sample = 1;
        int[] none = new int[0];
        for (long tick = 0; tick < schedule.ticks(); tick++) {
            while (next < controls.size() && controls.get(next).tick() <= tick) {
                apply(controls.get(next++));
            }
            int first = event;
            while (event < schedule.stamps().length && schedule.stamps()[event] <= tick - 1) {
                event++;
            }
            model.tick(event == first ? none : Arrays.copyOfRange(schedule.axons(), first, event));
            if (tick + 1 == (long) sample * schedule.sampleTicks()) {
                sample(sample++);
                progress.accept(tick + 1);
            }
        }
        model.spikes().forEach(spike -> recording.spike(spike.cell(), spike.timeMs()));
    }

    private void apply(Control control) {
        switch (control.action()) {
            case CURRENT -> model.inject(control.cell(), control.compartment(), control.value());
            case CLAMP -> model.clamp(control.cell(), control.compartment(), control.value());
            case RELEASE -> model.release(control.cell(), control.compartment());
        }
    }

    private void sample(int sample) {
        for (Recording.Probe probe : recording.probes()) {
            int index = probe.index();
            double value =
                    switch (probe.signal()) {
                        case SOMA, DENDRITE ->
                            model.potential(index, probe.signal().compartment());
                        case SOMA_CURRENT, DENDRITE_CURRENT ->
                            model.synapticCurrent(index, probe.signal().compartment());
                        case RECEPTORS -> model.receptors(index);
                        case CALCIUM -> model.calcium(index);
                        case SPIKES -> 0;
                    };
            recording.sample(probe, sample, value);
        }
    }
}
