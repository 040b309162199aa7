package dev.ranvier.tools.cells;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.network.CellModel;
import dev.ranvier.tools.network.CellPhysics;
import dev.ranvier.tools.network.Connectivity;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import dev.ranvier.tools.network.Projection;
import dev.ranvier.tools.network.SpineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The projections of a network of cells as one list of synapses, checked: counts and delays in range, receptors those of
 * the source's transmitter (Dale's principle), and present in the target cell. Immutable.
 */
final class SynapseList {
    /** Delay of synapses without one: a spike acts in the next tick. */
    private static final int DEFAULT_DELAY = 1;

    private static final int MOST_RECEPTORS = 255;

    private final Network network;
    private final CellPhysics physics;
    private final Transmitter[] transmitterOfAxon;
    private final Map<String, Integer> firstSource = new HashMap<>();
    private final int[] first;
    private final CellSynapses synapses;

    SynapseList(Network network, CellPhysics physics) {
        this.network = network;
        this.physics = physics;
        List<Transmitter> axons = new ArrayList<>();
        for (Input input : network.inputs()) {
            firstSource.put(input.name(), axons.size());
            for (int channel = 0; channel < input.channels(); channel++) {
                axons.add(input.transmitter());
            }
        }
        transmitterOfAxon = axons.toArray(new Transmitter[0]);
        for (Population population : network.populations()) {
            firstSource.put(population.name(), axons.size() + network.firstNeuron(population.name()));
        }
        first = new int[network.projections().size() + 1];
        for (int p = 0; p < network.projections().size(); p++) {
            first[p + 1] =
                    Math.addExact(first[p], list(network.projections().get(p)).count());
        }
        int n = first[network.projections().size()];
        synapses = new CellSynapses(new int[n], new int[n], new int[n], new int[n], new int[n], new boolean[n], null);
        for (int p = 0; p < network.projections().size(); p++) {
            add(network.projections().get(p), first[p]);
        }
    }

    private static Connectivity.Synapses list(Projection projection) {
        if (projection.connectivity() instanceof Connectivity.Synapses list) {
            return list;
        }
        throw new RanvierException("projection '" + projection.name()
                + "' has shared rows, which cells do not have; use dense, sparse or one_to_one");
    }

    /** What external axons release. */
    Transmitter[] transmitterOfAxon() {
        return transmitterOfAxon;
    }

    /** Number of the first synapse of projection {@code p}; of all synapses, for the number of projections. */
    int first(int p) {
        return first[p];
    }

    CellSynapses synapses() {
        return synapses;
    }

    boolean anyPlastic() {
        return network.projections().stream()
                .anyMatch(p -> p.spines().map(SpineSpec::plastic).orElse(false));
    }

    private void add(Projection projection, int at) {
        Connectivity.Synapses list = list(projection);
        SpineSpec spec = projection.spines().orElse(new SpineSpec(List.of(), false));
        int source = firstSource.get(projection.source());
        int target = network.firstNeuron(projection.target());
        CellModel model = (CellModel) network.population(projection.target()).model();
        for (int i = 0; i < list.count(); i++) {
            String place = "projection '" + projection.name() + "', synapse " + i;
            int pre = list.pre()[i];
            Transmitter released = released(source + pre, projection, pre);
            dale(place, projection, pre, released, spec);
            int[] opens = physics.receptors()[released.ordinal()];
            int k = at + i;
            synapses.source()[k] = source + pre;
            synapses.post()[k] = target + list.post()[i];
            synapses.receptors0()[k] = count(place, "weight", list.weight()[i]);
            synapses.receptors1()[k] = list.second().length == 0 ? 0 : list.second()[i];
            present(place, model, projection, opens[0], synapses.receptors0()[k]);
            present(place, model, projection, opens[1], synapses.receptors1()[k]);
            int delay = list.delay().length == 0 ? DEFAULT_DELAY : list.delay()[i];
            if (delay < 1 || delay >= BiophysicalCoreSpec.DELAY_SLOTS) {
                throw new RanvierException(place + ": delay is " + delay + ", allowed: 1.."
                        + (BiophysicalCoreSpec.DELAY_SLOTS - 1) + " ticks");
            }
            synapses.delay()[k] = delay;
            synapses.plastic()[k] = spec.plastic();
        }
    }

    private Transmitter released(int source, Projection projection, int pre) {
        return source < transmitterOfAxon.length
                ? transmitterOfAxon[source]
                : ((CellModel) network.population(projection.source()).model()).transmitter()[pre];
    }

    private static int count(String place, String what, double value) {
        if (value != Math.rint(value) || value < 0 || value > MOST_RECEPTORS) {
            throw new RanvierException(place + ": " + what + " is " + value + ", allowed: whole numbers 0.."
                    + MOST_RECEPTORS + " (receptors; what they do depends on the transmitter of the source)");
        }
        return (int) value;
    }

    private void present(String place, CellModel model, Projection projection, int channel, int count) {
        if (count > 0 && !model.kind().channels().containsKey(channel)) {
            throw new RanvierException(place + ": has " + count + " receptors of channel '"
                    + physics.channels().get(channel) + "', which the cells of population '" + projection.target()
                    + "' do not have; their channels: "
                    + model.kind().channels().values().stream()
                            .map(CellKind.Channel::name)
                            .toList());
        }
    }

    /** Dale's principle: the receptors that a synapse is said to have are those that its source's transmitter opens. */
    private void dale(String place, Projection projection, int pre, Transmitter released, SpineSpec spec) {
        if (spec.receptors().isEmpty() || matches(spec.receptors(), released)) {
            return;
        }
        boolean input = network.inputs().stream().anyMatch(i -> i.name().equals(projection.source()));
        List<String> needing = Arrays.stream(Transmitter.values())
                .filter(t -> matches(spec.receptors(), t))
                .map(Transmitter::text)
                .toList();
        throw DaleCheck.violation(place + ": " + (input ? "channel " : "neuron ") + pre + " of "
                + (input ? "input '" : "population '") + projection.source() + "' releases " + released.text()
                + ", which opens " + opened(released) + ", but the synapse has receptors " + spec.receptors()
                + (needing.isEmpty() ? ", which no transmitter opens" : " of " + String.join(" or ", needing))
                + ": a neuron has one transmitter. Nothing is loaded. Give the projection receptors "
                + opened(released) + ", or let it come from neurons that release "
                + (needing.isEmpty() ? "what opens them" : String.join(" or ", needing)));
    }

    private List<String> opened(Transmitter transmitter) {
        return Arrays.stream(physics.receptors()[transmitter.ordinal()])
                .distinct()
                .mapToObj(channel -> physics.channels().get(channel))
                .toList();
    }

    private boolean matches(List<String> receptors, Transmitter transmitter) {
        int[] opens = physics.receptors()[transmitter.ordinal()];
        for (int k = 0; k < receptors.size(); k++) {
            if (physics.channels().indexOf(receptors.get(k)) != opens[k]) {
                return false;
            }
        }
        return true;
    }
}
