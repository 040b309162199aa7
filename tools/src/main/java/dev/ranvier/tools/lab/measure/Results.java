package dev.ranvier.tools.lab.measure;

import dev.ranvier.tools.lab.experiment.Derived;
import dev.ranvier.tools.lab.experiment.Expectation;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.Observable;
import dev.ranvier.tools.lab.experiment.Preparation;
import dev.ranvier.tools.lab.experiment.Quantity;
import dev.ranvier.tools.lab.experiment.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All numbers of an experiment, on the chip and in float64. Immutable. */
public final class Results {
    private final Experiment experiment;
    private final List<Value> values = new ArrayList<>();
    private final Map<String, Pair> single = new LinkedHashMap<>();

    /**
     * The same number twice.
     *
     * @param chip on the chip
     * @param model in float64
     */
    public record Pair(double chip, double model) {}

    /**
     * A measured value.
     *
     * @param observable what
     * @param preparation where
     * @param pair the numbers
     */
    public record Value(Observable observable, Preparation preparation, Pair pair) {}

    /**
     * An expectation and what came.
     *
     * @param expectation the expectation
     * @param measured on the chip
     * @param unit unit of both
     * @param pass true if they lie within the tolerance
     */
    public record Check(Expectation expectation, double measured, String unit, boolean pass) {}

    /** Measures everything; {@code verdicts} holds 1 for each load that was accepted and 0 for others. */
    public Results(Experiment experiment, Recording chip, Recording model, Map<String, Double> verdicts) {
        this.experiment = experiment;
        for (Quantity quantity : experiment.quantities()) {
            single.put(quantity.name(), new Pair(quantity.value(), quantity.value()));
        }
        verdicts.forEach((name, verdict) -> single.put(name, new Pair(verdict, verdict)));
        for (Preparation preparation : experiment.preparations()) {
            for (Observable observable : experiment.observables()) {
                if (observable.group().equals(preparation.group())) {
                    values.add(new Value(
                            observable,
                            preparation,
                            new Pair(
                                    Measurement.of(observable, preparation, chip),
                                    Measurement.of(observable, preparation, model))));
                }
            }
        }
        for (Derived derived : experiment.derived()) {
            single.put(derived.name(), new Pair(derive(derived, true), derive(derived, false)));
        }
    }

    /** Measured values, by preparation and observable. */
    public List<Value> values() {
        return values;
    }

    /** Numbers that exist once: quantities, verdicts, derived values. */
    public Map<String, Pair> single() {
        return single;
    }

    /** Values that {@code reference} means. */
    public List<Value> of(Reference reference) {
        return values.stream()
                .filter(v -> v.observable().name().equals(reference.observable()) && reference.matches(v.preparation()))
                .toList();
    }

    /** The value that {@code reference} means; the first if there are several. */
    public Pair one(Reference reference) {
        Pair alone = single.get(reference.observable());
        if (alone != null) {
            return alone;
        }
        List<Value> found = of(reference);
        return found.isEmpty()
                ? new Pair(Double.NaN, Double.NaN)
                : found.getFirst().pair();
    }

    /** Unit of what {@code reference} means, may be empty. */
    public String unit(Reference reference) {
        for (Derived derived : experiment.derived()) {
            if (derived.name().equals(reference.observable())) {
                return derived.unit();
            }
        }
        for (Quantity quantity : experiment.quantities()) {
            if (quantity.name().equals(reference.observable())) {
                return quantity.unit();
            }
        }
        List<Value> found = of(reference);
        return found.isEmpty() ? "" : found.getFirst().observable().unit();
    }

    /** Every expectation with what came. */
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        for (Expectation expectation : experiment.expectations()) {
            double measured = one(expectation.value()).chip();
            // Tolerances are decimal fractions: a difference of exactly one of them has to pass.
            double room = expectation.tolerance() + 1e-9 * Math.max(1, Math.abs(expectation.expected()));
            boolean pass = Math.abs(measured - expectation.expected()) <= room;
            checks.add(new Check(expectation, measured, unit(expectation.value()), pass));
        }
        return checks;
    }

    private double derive(Derived derived, boolean chip) {
        Reference first = derived.of().getFirst();
        return switch (derived.rule()) {
            case QUOTIENT -> value(first, chip) / value(derived.of().get(1), chip);
            case DIFFERENCE -> value(first, chip) - value(derived.of().get(1), chip);
            case SMALLEST -> all(first, chip).min(Comparator.naturalOrder()).orElse(Double.NaN);
            case LARGEST -> all(first, chip).max(Comparator.naturalOrder()).orElse(Double.NaN);
            case LARGEST_MAGNITUDE ->
                all(first, chip).map(Math::abs).max(Comparator.naturalOrder()).orElse(Double.NaN);
            case LOWEST_AT -> where(curve(first, derived.over(), chip), -1);
            case HIGHEST_AT -> where(curve(first, derived.over(), chip), 1);
            case ZERO_CROSSING -> crossing(curve(first, derived.over(), chip));
        };
    }

    private double value(Reference reference, boolean chip) {
        Pair pair = one(reference);
        return chip ? pair.chip() : pair.model();
    }

    private java.util.stream.Stream<Double> all(Reference reference, boolean chip) {
        return of(reference).stream().map(v -> chip ? v.pair().chip() : v.pair().model());
    }

    private List<double[]> curve(Reference reference, String over, boolean chip) {
        return of(reference).stream()
                .map(v -> new double[] {
                    v.preparation().at().get(over),
                    chip ? v.pair().chip() : v.pair().model()
                })
                .sorted(Comparator.comparingDouble(p -> p[0]))
                .toList();
    }

    private static double where(List<double[]> curve, int sign) {
        return curve.stream()
                .max(Comparator.comparingDouble(p -> sign * p[1]))
                .map(p -> p[0])
                .orElse(Double.NaN);
    }

    private static double crossing(List<double[]> curve) {
        for (int i = 1; i < curve.size(); i++) {
            double[] a = curve.get(i - 1);
            double[] b = curve.get(i);
            if (a[1] == 0) {
                return a[0];
            }
            if (a[1] * b[1] < 0) {
                return a[0] + (b[0] - a[0]) * a[1] / (a[1] - b[1]);
            }
        }
        return !curve.isEmpty() && curve.getLast()[1] == 0 ? curve.getLast()[0] : Double.NaN;
    }
}
