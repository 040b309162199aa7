package dev.ranvier.tools.lab.experiment;

import dev.ranvier.tools.cells.PhysicalNetwork;
import java.util.List;

/**
 * An experiment, ready to run.
 *
 * @param about what it is about
 * @param network all preparations as one network
 * @param kindNames name per kind of cell, for tables
 * @param schedule what happens when
 * @param preparations points of all sweeps, in the order of the file
 * @param quantities computed by the host
 * @param observables measured in every preparation
 * @param derived computed from those
 * @param loads networks that are only loaded
 * @param figures figures of the report
 * @param expectations what should come out
 */
public record Experiment(
        About about,
        PhysicalNetwork network,
        List<String> kindNames,
        Schedule schedule,
        List<Preparation> preparations,
        List<Quantity> quantities,
        List<Observable> observables,
        List<Derived> derived,
        List<DaleLoad> loads,
        List<FigureSpec> figures,
        List<Expectation> expectations) {

    /**
     * Texts of an experiment.
     *
     * @param name short name
     * @param title heading
     * @param question what it asks
     * @param finding what comes out
     * @param notes what a reader has to know, such as rates chosen for a short experiment
     * @param golden golden case that shows the same, or empty
     */
    public record About(String name, String title, String question, String finding, List<String> notes, String golden) {
        /** Copies its list. */
        public About {
            notes = List.copyOf(notes);
        }
    }

    /** Copies its lists. */
    public Experiment {
        kindNames = List.copyOf(kindNames);
        preparations = List.copyOf(preparations);
        quantities = List.copyOf(quantities);
        observables = List.copyOf(observables);
        derived = List.copyOf(derived);
        loads = List.copyOf(loads);
        figures = List.copyOf(figures);
        expectations = List.copyOf(expectations);
    }

    /** Length of a tick, ms. */
    public double tickMs() {
        return network.tickMs();
    }

    /** Length of the run, ms. */
    public double durationMs() {
        return schedule.ticks() * tickMs();
    }

    /** True if something runs; an experiment of loads and quantities only has no cells. */
    public boolean runs() {
        return network.cells() > 0;
    }
}
