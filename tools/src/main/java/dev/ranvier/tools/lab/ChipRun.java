package dev.ranvier.tools.lab;

import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.tools.cells.CellCompiler;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.lab.experiment.Control;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.Schedule;
import dev.ranvier.tools.lab.experiment.Signal;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * An experiment on the chip, as a host would do it: inject, step, read state, write the cells' currents and clamps. One
 * use, one thread.
 */
final class ChipRun {
    private static final double POTENTIAL = 0x1p-16;
    private static final double CURRENT = 0x1p-24;
    private static final double RECEPTORS = 0x1p-16;
    private static final double CALCIUM = 0x1p-12;
    /** Words that one read of spines may fetch beside those that are needed. */
    private static final int SPARE_WORDS = 4096;

    private final PhysicalNetwork network;
    private final Schedule schedule;
    private final CellMapping mapping;
    private final ChipSession session;
    private final Recording recording;
    private final Map<Signal, List<Recording.Probe>> bySignal = new EnumMap<>(Signal.class);

    ChipRun(Experiment experiment, CellMapping mapping, ChipSession session, Recording recording) {
        network = experiment.network();
        schedule = experiment.schedule();
        this.mapping = mapping;
        this.session = session;
        this.recording = recording;
        recording.probes().forEach(p -> bySignal.computeIfAbsent(p.signal(), s -> new ArrayList<>())
                .add(p));
    }

    /** Runs; {@code progress} hears the ticks that are done. */
    void run(LongConsumer progress) {
        session.load(mapping.image());
        session.collectSpikes();
        if (schedule.stamps().length > 0) {
            session.inject(schedule.stamps(), schedule.axons(), null);
        }
        List<Control> controls = schedule.controls();
        int next = 0;
        long tick = 0;
        sample(0);
        int sample = 1;
        while (tick < schedule.ticks()) {
            while (next < controls.size() && controls.get(next).tick() <= tick) {
                apply(controls.get(next++));
            }
            long until = Math.min(schedule.ticks(), (long) sample * schedule.sampleTicks());
            if (next < controls.size()) {
                until = Math.min(until, controls.get(next).tick());
            }
            session.advance(until - tick);
            tick = until;
            if (tick == (long) sample * schedule.sampleTicks()) {
                sample(sample++);
                progress.accept(tick);
            }
        }
        Map<Integer, Integer> cellOfSource = new HashMap<>();
        for (int cell = 0; cell < network.cells(); cell++) {
            cellOfSource.put(mapping.sources()[cell], cell);
        }
        session.takeSpikes((at, source, value) -> {
            Integer cell = cellOfSource.get(source);
            if (cell != null) {
                recording.spike(cell, (at + 1) * network.tickMs());
            }
        });
    }

    private CellKind kind(int cell) {
        return network.kinds().get(network.kindOfCell()[cell]);
    }

    private void apply(Control control) {
        int cell = control.cell();
        String compartment = control.compartment() == 0 ? "soma" : "dendrite";
        switch (control.action()) {
            case CURRENT ->
                set(
                        cell,
                        "current_" + compartment,
                        CellCompiler.current(
                                control.value(), kind(cell).capacitance()[control.compartment()], network.tickMs()));
            case CLAMP -> {
                set(cell, "v_" + compartment, CellCompiler.potential(control.value()));
                set(cell, "clamp_" + compartment, 1);
            }
            case RELEASE -> set(cell, "clamp_" + compartment, 0);
        }
    }

    private void set(int cell, String field, long value) {
        MemorySpec memory = mapping.spec().memory("cell_state");
        FieldSpec layout = memory.field(field);
        int core = mapping.coreOf(cell);
        int address = mapping.entryOf(cell) * memory.entryWords() + layout.word();
        long word = session.readMemory(core, memory.name(), address, 1)[0];
        session.writeMemory(core, memory.name(), address, new long[] {layout.with(word, value)});
    }

    private void sample(int sample) {
        bySignal.forEach((signal, probes) -> {
            switch (signal) {
                case SOMA, DENDRITE -> state(sample, probes, signal == Signal.SOMA ? "v_soma" : "v_dendrite");
                case SOMA_CURRENT, DENDRITE_CURRENT ->
                    state(sample, probes, signal == Signal.SOMA_CURRENT ? "synaptic_soma" : "synaptic_dendrite");
                case RECEPTORS, CALCIUM -> spines(sample, probes);
                case SPIKES -> {
                    // Spikes are collected, not sampled.
                }
            }
        });
    }

    private void state(int sample, List<Recording.Probe> probes, String variable) {
        int[] sources =
                probes.stream().mapToInt(p -> mapping.sources()[p.index()]).toArray();
        long[] words = session.readState(variable, sources);
        for (int i = 0; i < words.length; i++) {
            Recording.Probe probe = probes.get(i);
            double unit = POTENTIAL;
            if (probe.signal() == Signal.SOMA_CURRENT || probe.signal() == Signal.DENDRITE_CURRENT) {
                unit = CURRENT
                        * kind(probe.index()).capacitance()[probe.signal().compartment()]
                        / network.tickMs();
            }
            recording.sample(probe, sample, words[i] * unit);
        }
    }

    /** Spines of a core lie side by side: one read fetches them all. */
    private void spines(int sample, List<Recording.Probe> probes) {
        MemorySpec memory = mapping.spec().memory("spine");
        Map<Integer, List<Recording.Probe>> byCore = new HashMap<>();
        probes.forEach(p -> byCore.computeIfAbsent(mapping.spineCore()[p.index()], c -> new ArrayList<>())
                .add(p));
        byCore.forEach((core, list) -> {
            int first = list.stream()
                    .mapToInt(p -> mapping.spineEntry()[p.index()])
                    .min()
                    .orElseThrow();
            int last = list.stream()
                    .mapToInt(p -> mapping.spineEntry()[p.index()])
                    .max()
                    .orElseThrow();
            int count = (last - first + 1) * memory.entryWords();
            boolean together = count <= SPARE_WORDS;
            long[] words = together
                    ? session.readMemory(core, memory.name(), first * memory.entryWords(), count)
                    : new long[0];
            for (Recording.Probe probe : list) {
                FieldSpec layout = memory.field(probe.signal() == Signal.RECEPTORS ? "ampa" : "calcium");
                int entry = mapping.spineEntry()[probe.index()];
                long word = together
                        ? words[(entry - first) * memory.entryWords() + layout.word()]
                        : session.readMemory(core, memory.name(), entry * memory.entryWords() + layout.word(), 1)[0];
                double unit = probe.signal() == Signal.RECEPTORS ? RECEPTORS : CALCIUM;
                recording.sample(probe, sample, layout.decode(word) * unit);
            }
        });
    }
}
