package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network as people describe it: what everything is imported into and mapped from. Immutable; its parts refer to each
 * other by name.
 *
 * @param name its name
 * @param populations populations, in the order in which their neurons are numbered
 * @param inputs inputs from the host, in the order in which their channels are numbered
 * @param projections projections
 * @param cells what its cells share, if it has cells
 */
public record Network(
        String name,
        List<Population> populations,
        List<Input> inputs,
        List<Projection> projections,
        Optional<CellPhysics> cells) {
    /** What kind of core a network runs on. */
    public enum Kind {
        /** Compartment cores; also populations in physical units, which are quantised to compartments. */
        COMPARTMENTS,
        /** Biophysical cores. */
        CELLS,
        /** Programmable cores. */
        PROGRAMS;

        /** The key of the network file. */
        public String text() {
            return this == PROGRAMS ? "program" : name().toLowerCase(Locale.ROOT);
        }

        static Kind of(NeuronModel model) {
            return switch (model) {
                case CompartmentModel m -> COMPARTMENTS;
                case PhysicalModel m -> COMPARTMENTS;
                case CellModel m -> CELLS;
                case ProgramModel m -> PROGRAMS;
            };
        }
    }

    /** A network without cells. */
    public Network(String name, List<Population> populations, List<Input> inputs, List<Projection> projections) {
        this(name, populations, inputs, projections, Optional.empty());
    }

    /** Copies its lists and checks that names are unique and that every reference exists. */
    public Network {
        populations = List.copyOf(populations);
        inputs = List.copyOf(inputs);
        projections = List.copyOf(projections);
        var names = new java.util.HashSet<String>();
        populations.forEach(p -> requireNew(names, p.name()));
        inputs.forEach(i -> requireNew(names, i.name()));
        for (Population population : populations) {
            Kind kind = Kind.of(population.model());
            Kind first = Kind.of(populations.getFirst().model());
            if (kind != first) {
                throw new RanvierException("population '" + population.name() + "' is of kind " + kind.text()
                        + ", population '" + populations.getFirst().name() + "' of kind " + first.text()
                        + ": a chip has cores of one kind; use the same for all populations");
            }
        }
        var projectionNames = new java.util.HashSet<String>();
        projections.forEach(p -> requireNew(projectionNames, p.name()));
        for (Projection projection : projections) {
            int sources = sizeOf(populations, inputs, projection.source());
            int targets = -1;
            for (Population population : populations) {
                if (population.name().equals(projection.target())) {
                    targets = population.size();
                }
            }
            if (sources < 0) {
                throw new RanvierException("projection '" + projection.name() + "' comes from '" + projection.source()
                        + "', which is neither a population nor an input; there are " + names);
            }
            if (targets < 0) {
                throw new RanvierException("projection '" + projection.name() + "' goes to '" + projection.target()
                        + "', which is no population; there are "
                        + populations.stream().map(Population::name).toList());
            }
            projection.connectivity().check(projection.name(), sources, targets);
        }
    }

    private static void requireNew(java.util.Set<String> names, String name) {
        if (!names.add(name)) {
            throw new RanvierException("the name '" + name + "' is used twice in the network");
        }
    }

    private static int sizeOf(List<Population> populations, List<Input> inputs, String name) {
        for (Population population : populations) {
            if (population.name().equals(name)) {
                return population.size();
            }
        }
        for (Input input : inputs) {
            if (input.name().equals(name) && input.kind() == Input.Kind.SPIKES) {
                return input.channels();
            }
        }
        return -1;
    }

    /** What kind of core it runs on. */
    public Kind kind() {
        return populations.isEmpty()
                ? Kind.COMPARTMENTS
                : Kind.of(populations.getFirst().model());
    }

    /** The population called {@code populationName}. */
    public Population population(String populationName) {
        return populations.stream()
                .filter(p -> p.name().equals(populationName))
                .findFirst()
                .orElseThrow(() -> new RanvierException("population '" + populationName + "' does not exist; there are "
                        + populations.stream().map(Population::name).toList()));
    }

    /** The projection called {@code projectionName}. */
    public Projection projection(String projectionName) {
        return projections.stream()
                .filter(p -> p.name().equals(projectionName))
                .findFirst()
                .orElseThrow(() -> new RanvierException("projection '" + projectionName + "' does not exist; there are "
                        + projections.stream().map(Projection::name).toList()));
    }

    /** Number of neurons of all populations. */
    public int neurons() {
        return populations.stream().mapToInt(Population::size).sum();
    }

    /** Number of the first neuron of {@code populationName}: neurons count through all populations in order. */
    public int firstNeuron(String populationName) {
        int first = 0;
        for (Population population : populations) {
            if (population.name().equals(populationName)) {
                return first;
            }
            first += population.size();
        }
        population(populationName);
        throw new IllegalStateException("unreachable");
    }
}
