package dev.ranvier.tools.lab;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.cells.CellAssembler;
import dev.ranvier.tools.cells.CellCompiler;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.cells.DaleCheck;
import dev.ranvier.tools.lab.experiment.DaleLoad;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.FigureSpec;
import dev.ranvier.tools.lab.experiment.Observable;
import dev.ranvier.tools.lab.experiment.Preparation;
import dev.ranvier.tools.lab.experiment.Signal;
import dev.ranvier.tools.lab.measure.Deviation;
import dev.ranvier.tools.lab.measure.Measurement;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.lab.measure.Results;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.SessionKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs experiments: on a chip with biophysical cores, and in float64 beside it. Not safe for several threads.
 */
public final class Laboratory {
    /** Cell ticks up to which the model takes its finest steps. */
    private static final long SHORT = 300_000;

    private static final int FINE_STEPS = 20;
    private static final int STEPS = 4;

    private final SessionKind.Opener opener;
    private final List<String> overrides;

    /** Hears how far an experiment is. */
    public interface Progress {
        /** {@code done} of {@code all} ticks, chip and model together. */
        void at(long done, long all);
    }

    /**
     * A laboratory.
     *
     * @param opener opens boards
     * @param overrides changes to the preset ranvier, as in {@code --set}
     */
    public Laboratory(SessionKind.Opener opener, List<String> overrides) {
        this.opener = opener;
        this.overrides = List.copyOf(overrides);
    }

    /** The chip on which experiments run. */
    public ChipSpec chip() {
        List<String> all = new java.util.ArrayList<>(overrides);
        all.add("profile=" + BiophysicalCoreSpec.PROFILE);
        return Chips.load("ranvier", all);
    }

    /**
     * Runs {@code experiment}.
     *
     * @throws dev.ranvier.hw.RanvierException if it does not fit the chip, or breaks Dale's principle
     */
    public ExperimentRun run(Experiment experiment, Progress progress) {
        long started = System.nanoTime();
        ChipSpec spec = chip();
        Map<String, String> verdicts = new LinkedHashMap<>();
        Map<String, Double> accepted = new LinkedHashMap<>();
        for (DaleLoad load : experiment.loads()) {
            String verdict = load(load, spec);
            verdicts.put(load.name(), verdict);
            accepted.put(load.name(), verdict.equals(ACCEPTED) ? 1.0 : 0.0);
        }
        long ticks = experiment.schedule().ticks();
        Recording onChip = recording(experiment);
        Recording inModel = recording(experiment);
        CellMapping mapping = null;
        Counters counters = null;
        int steps = ticks * Math.max(1, experiment.network().cells()) <= SHORT ? FINE_STEPS : STEPS;
        if (experiment.runs() && ticks > 0) {
            mapping = CellAssembler.assemble(CellCompiler.compile(experiment.network()), spec);
            try (ChipSession session = opener.apply(mapping.spec())) {
                new ChipRun(experiment, mapping, session, onChip).run(tick -> progress.at(tick, 2 * ticks));
                counters = session.counters();
            }
            new ModelRun(experiment, steps, inModel).run(tick -> progress.at(ticks + tick, 2 * ticks));
        }
        return new ExperimentRun(
                experiment,
                spec,
                mapping,
                counters,
                onChip,
                inModel,
                steps,
                verdicts,
                new Results(experiment, onChip, inModel, accepted),
                Deviation.between(
                        onChip, inModel, experiment.network().synapses().post()),
                (System.nanoTime() - started) * 1e-9);
    }

    /** Verdict on a load that the chip took. */
    public static final String ACCEPTED = "accepted";

    private String load(DaleLoad load, ChipSpec spec) {
        CellMapping mapping;
        try {
            mapping = CellAssembler.assemble(CellCompiler.compile(load.network()), spec);
        } catch (DaleCheck.DaleViolation e) {
            return e.getMessage();
        }
        try (ChipSession session = opener.apply(spec)) {
            session.load(mapping.image());
            session.advance(1);
        }
        return ACCEPTED;
    }

    private static Recording recording(Experiment experiment) {
        Set<Recording.Probe> probes = new LinkedHashSet<>();
        for (Preparation preparation : experiment.preparations()) {
            for (Observable observable : experiment.observables()) {
                if (observable.group().equals(preparation.group())
                        && !observable.measure().ofSpikes()) {
                    probes.add(Measurement.probe(observable, preparation));
                }
            }
            for (FigureSpec figure : experiment.figures()) {
                if (figure.kind() == FigureSpec.Kind.TRACES
                        && figure.show().stream().anyMatch(show -> show.matches(preparation))) {
                    probes.add(probe(figure, preparation));
                }
            }
        }
        return new Recording(
                List.copyOf(probes),
                experiment.schedule().samples(),
                experiment.schedule().sampleTicks() * experiment.tickMs(),
                experiment.network().cells());
    }

    /** What a figure of traces shows of a preparation. */
    public static Recording.Probe probe(FigureSpec figure, Preparation preparation) {
        Signal signal = figure.signal();
        int index = signal.ofSynapse()
                ? preparation.synapses().get(figure.target())
                : preparation.cells().get(figure.target()).first();
        return new Recording.Probe(signal, index);
    }
}
