package dev.ranvier.tools.lab.report;

import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.Mechanism;
import dev.ranvier.tools.lab.measure.Results;
import java.util.ArrayList;
import java.util.List;

/**
 * Each mechanism with everything that experiments have shown of it.
 *
 * @param rows one per mechanism that has a check
 */
public record MechanismTable(List<Row> rows) {
    /**
     * A mechanism.
     *
     * @param mechanism the mechanism
     * @param shown checks, at least one
     */
    public record Row(Mechanism mechanism, List<Shown> shown) {
        /** True if all checks pass. */
        public boolean pass() {
            return shown.stream().allMatch(s -> s.check().pass());
        }

        /** The check to name when there is room for one: the first that fails, or the first. */
        public Shown first() {
            return shown.stream().filter(s -> !s.check().pass()).findFirst().orElse(shown.getFirst());
        }
    }

    /**
     * A check of an experiment.
     *
     * @param experiment its name
     * @param check the check
     */
    public record Shown(String experiment, Results.Check check) {}

    /** Copies its list. */
    public MechanismTable {
        rows = List.copyOf(rows);
    }

    /** The table of {@code runs}. */
    public static MechanismTable of(List<ExperimentRun> runs) {
        List<Row> rows = new ArrayList<>();
        for (Mechanism mechanism : Mechanism.all()) {
            List<Shown> shown = new ArrayList<>();
            for (ExperimentRun run : runs) {
                run.checks().stream()
                        .filter(c -> c.expectation().mechanism().equals(mechanism.id()))
                        .forEach(c ->
                                shown.add(new Shown(run.experiment().about().name(), c)));
            }
            if (!shown.isEmpty()) {
                rows.add(new Row(mechanism, List.copyOf(shown)));
            }
        }
        return new MechanismTable(rows);
    }

    /** Rows that pass. */
    public long passed() {
        return rows.stream().filter(Row::pass).count();
    }
}
