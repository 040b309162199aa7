package dev.ranvier.tools.crossbar;

import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ClockSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.FrontEnd;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.FieldRange;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.map.WordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the image of a crossbar network: the one assembler of the family, for RANC's files, mapped networks and golden
 * cases alike. It checks every value against the chip. One use per image.
 */
public final class CrossbarAssembler {
    private final ChipSpec spec;
    private final BoardRoute board;
    private final CrossbarCoreSpec core;
    private final boolean trueNorth;
    private final List<MemorySection> sections = new ArrayList<>();
    private final List<OutputPort> outputs = new ArrayList<>();
    private final boolean[] present;

    private CrossbarAssembler(ChipSpec spec) {
        this.spec = spec;
        board = new BoardRoute(spec.grid(), spec.fabric().links());
        if (!(spec.core() instanceof CrossbarCoreSpec crossbar)) {
            throw new RanvierException("chip '" + spec.name() + "' has cores of kind '"
                    + spec.core().kind() + "', a crossbar network needs 'crossbar': use ranc-sim, ranc or truenorth");
        }
        core = crossbar;
        trueNorth = core.semantics() == Semantics.TRUENORTH;
        present = new boolean[spec.cores()];
    }

    /**
     * Makes an image.
     *
     * @param packets packets that the host will send; every distinct target becomes an input channel
     * @throws RanvierException if something does not fit the chip, with its place
     */
    public static CrossbarImage assemble(
            CrossbarNetwork network, Iterable<CrossbarNetwork.Packet> packets, ChipSpec spec) {
        return new CrossbarAssembler(spec).image(network, packets);
    }

    /**
     * Makes an image with ports of the caller's own.
     *
     * @param inputs input ports; delays of their targets count from the next tick
     * @param outputs populations
     * @throws RanvierException if something does not fit the chip, with its place
     */
    public static ChipImage assemble(
            CrossbarNetwork network, List<InputPort> inputs, List<OutputPort> outputs, ChipSpec spec) {
        CrossbarAssembler assembler = new CrossbarAssembler(spec);
        assembler.nodes(network);
        return ChipImage.of(network.name(), spec.name(), spec.digest(), assembler.sections, inputs, outputs);
    }

    private CrossbarImage image(CrossbarNetwork network, Iterable<CrossbarNetwork.Packet> packets) {
        nodes(network);
        Map<Long, Integer> channels = new LinkedHashMap<>();
        List<InputPort> inputs = new ArrayList<>();
        if (core.frontEnd() == FrontEnd.AXI) {
            inputs.add(port(
                    CrossbarImage.AXI,
                    List.of(
                            pin(CrossbarCoreSpec.AXI_WORD),
                            pin(CrossbarCoreSpec.AXI_LAST_WORD),
                            pin(CrossbarCoreSpec.AXI_LAST))));
        } else {
            inputs.add(packetPort(packets, network, channels));
        }
        if (spec.clock().policy() == ClockSpec.TimePolicy.EVENT) {
            inputs.add(port(CrossbarImage.TICK, List.of(pin(CrossbarCoreSpec.TICK_PIN))));
        }
        ChipImage image = ChipImage.of(network.name(), spec.name(), spec.digest(), sections, inputs, outputs);
        return new CrossbarImage(spec, image, channels);
    }

    private void nodes(CrossbarNetwork network) {
        network.bus().ifPresent(this::bus);
        for (CrossbarCoreModel model : network.cores()) {
            // RANC replaces a core at the place of the bus by the bus.
            if (network.bus()
                    .filter(bus -> bus.x() == model.x() && bus.y() == model.y())
                    .isEmpty()) {
                int node = core(model, network);
                int[] sources = new int[model.neurons()];
                java.util.Arrays.setAll(sources, n -> node * core.neurons() + n);
                outputs.add(new OutputPort("core(" + model.x() + "," + model.y() + ")", false, sources));
            }
        }
        if (!trueNorth) {
            silentCores();
        }
    }

    private InputPort packetPort(
            Iterable<CrossbarNetwork.Packet> packets, CrossbarNetwork network, Map<Long, Integer> channels) {
        List<Long> targets = new ArrayList<>();
        for (CrossbarNetwork.Packet packet : packets) {
            long key = CrossbarImage.channelKey(checkedNode(packet, network), packet.axon(), packet.delay());
            channels.computeIfAbsent(key, k -> {
                targets.add(AxonAddress.spike(
                        (int) (k >>> 32), (int) (k >>> 8) & 0xFFFFFF, (int) (k & 0xFF) - core.delayMin()));
                return targets.size() - 1;
            });
        }
        return port(CrossbarImage.INPUT, targets);
    }

    private static long pin(int axon) {
        return AxonAddress.spike(0, axon, 0);
    }

    /** A port whose channels have one target each. */
    private static InputPort port(String name, List<Long> targets) {
        int[] offsets = new int[targets.size() + 1];
        java.util.Arrays.setAll(offsets, i -> i);
        return new InputPort(
                name,
                InputPort.Kind.SPIKE,
                offsets,
                targets.stream().mapToLong(Long::longValue).toArray());
    }

    private int node(int x, int y, String what) {
        int node = board.nodeAt(x, y);
        if (node < 0) {
            int last = spec.cores() - 1;
            throw new RanvierException(what + " lies at (" + x + "," + y + "), chip '" + spec.name()
                    + "' has nodes (0,0) to (" + board.boardX(last) + "," + board.boardY(last) + ")");
        }
        return node;
    }

    private int checkedNode(CrossbarNetwork.Packet packet, CrossbarNetwork network) {
        String what = "an input packet of slot " + packet.slot();
        int node = node(packet.x(), packet.y(), what);
        // RANC checks packets for the bus against the axons, too.
        int most = network.bus()
                .filter(bus -> bus.x() == packet.x() && bus.y() == packet.y())
                .map(bus -> Math.max(bus.outputs(), core.axons()))
                .orElse(core.axons());
        check(packet.axon(), new FieldRange(0, most - 1), "axon", what);
        check(packet.delay(), new FieldRange(core.delayMin(), core.schedulerRows() - 1), "delay", what);
        return node;
    }

    private static void check(long value, FieldRange range, String parameter, String place) {
        if (!range.holds(value)) {
            throw new RanvierException(place + ": " + parameter + " is " + value + ", allowed: " + range);
        }
    }

    // ---------------------------------------------------------------------------------------------------------- nodes

    private void bus(CrossbarNetwork.Bus bus) {
        int node = node(bus.x(), bus.y(), "the output bus");
        if (core.outputs() == 0) {
            throw new RanvierException("chip '" + spec.name()
                    + "' has no output bus: read the spikes of the neurons instead, or use ranc-sim or ranc");
        }
        check(bus.outputs(), new FieldRange(1, core.outputs()), "number of outputs (core.outputs)", "the output bus");
        claim(node, "the output bus");
        WordWriter registers = writer("registers", node);
        registers.set(0, "bus", 1);
        registers.set(0, "outputs", bus.outputs());
        add(node, registers);
        int[] sources = new int[bus.outputs()];
        int first = spec.cores() * core.neurons();
        java.util.Arrays.setAll(sources, i -> first + i);
        outputs.add(new OutputPort(CrossbarImage.OUTPUT, true, sources));
    }

    private void claim(int node, String what) {
        if (present[node]) {
            throw new RanvierException(
                    what + " lies at node " + spec.place(node) + ", which is taken: give it another place");
        }
        present[node] = true;
    }

    private int core(CrossbarCoreModel model, CrossbarNetwork network) {
        String place = "core (" + model.x() + "," + model.y() + ")";
        int node = node(model.x(), model.y(), place);
        claim(node, place);
        check(model.axons(), new FieldRange(0, core.axons()), "number of axons (core.axons_in)", place);
        check(model.neurons(), new FieldRange(0, core.neurons()), "number of neurons (core.neurons)", place);
        axonTypes(model, node, place);
        CoreWriters writers = new CoreWriters(node);
        for (int n = 0; n < model.neurons(); n++) {
            writers.neuron(n, model, network, place);
        }
        boolean all = core.semantics() == Semantics.RANC_RTL;
        CrossbarNeuron silent = CrossbarNeuron.silent();
        for (int n = model.neurons(); all && n < core.neurons(); n++) {
            writers.parameters(n, silent);
        }
        writers.finish(all ? core.neurons() : model.neurons());
        return node;
    }

    /** RANC's nodes without an entry are cores, too: they have a scheduler, and in hardware neurons that never fire. */
    private void silentCores() {
        for (int node = 0; node < present.length; node++) {
            if (!present[node]) {
                core(
                        new CrossbarCoreModel(board.boardX(node), board.boardY(node), new byte[0]),
                        new CrossbarNetwork("", List.of(), java.util.Optional.empty()));
            }
        }
    }

    private void axonTypes(CrossbarCoreModel model, int node, String place) {
        WordWriter writer = writer("axon_types", node);
        int bits = writer.spec().fields().getFirst().bits();
        FieldRange types = new FieldRange(0, core.weightTypes() - 1);
        for (int axon = 0; axon < model.axons(); axon++) {
            check(model.axonType(axon), types, "type of axon " + axon, place);
            writer.bits(model.axonType(axon), bits);
        }
        add(node, writer);
    }

    private WordWriter writer(String memory, int node) {
        return new WordWriter(spec.memory(memory), "core " + spec.place(node));
    }

    private void add(int node, WordWriter writer) {
        long[] words = writer.words();
        if (words.length > 0) {
            sections.add(new MemorySection(node, writer.spec().name(), 0, words));
        }
    }

    /** The memories of one core's neurons while they are written. */
    private final class CoreWriters {
        private final int node;
        private final Map<String, WordWriter> writers = new HashMap<>();

        CoreWriters(int node) {
            this.node = node;
        }

        private WordWriter memory(String name) {
            return writers.computeIfAbsent(name, n -> writer(n, node));
        }

        void neuron(int n, CrossbarCoreModel model, CrossbarNetwork network, String corePlace) {
            CrossbarNeuron neuron = model.neuron(n);
            String place = corePlace + ", neuron " + n;
            check(neuron.potential(), core.range("potential"), "potential", place);
            check(neuron.reset(), core.range("reset"), "reset potential", place);
            check(neuron.leak(), core.range("leak"), "leak", place);
            check(neuron.positiveThreshold(), core.range("threshold"), "positive threshold", place);
            check(
                    trueNorth ? -(long) neuron.negativeThreshold() : neuron.negativeThreshold(),
                    core.range("threshold"),
                    trueNorth ? "negated negative threshold (beta)" : "negative threshold",
                    place);
            check(neuron.weights().length, new FieldRange(0, core.weightTypes()), "number of weights", place);
            for (int type = 0; type < neuron.weights().length; type++) {
                check(neuron.weights()[type], core.range("weight"), "weight of type " + type, place);
            }
            if (!trueNorth
                    && (neuron.saturates()
                            || !neuron.random().equals(CrossbarNeuron.Random.NONE)
                            || neuron.mode() == CrossbarNeuron.Reset.NONE)) {
                throw new RanvierException(place + " saturates, draws random numbers, or is not reset, which chip '"
                        + spec.name() + "' cannot: use truenorth");
            }
            parameters(n, neuron);
            weights(n, neuron);
            synapses(n, model.synapses(n), model.axons(), place);
            target(n, neuron.target(), model, network, place);
        }

        void parameters(int n, CrossbarNeuron neuron) {
            WordWriter neurons = memory("neurons");
            neurons.set(n, "leak", neuron.leak());
            if (trueNorth) {
                neurons.set(n, "alpha", neuron.positiveThreshold());
                neurons.set(n, "beta", -(long) neuron.negativeThreshold());
                neurons.set(n, "reset", neuron.reset());
                neurons.set(n, "gamma", neuron.mode().ordinal());
                neurons.set(n, "kappa", neuron.saturates() ? 1 : 0);
                neurons.set(n, "leak_reversal", neuron.random().leakReversal() ? 1 : 0);
                neurons.set(n, "stochastic_leak", neuron.random().leak() ? 1 : 0);
                neurons.set(n, "stochastic_synapse", neuron.random().synapses());
                neurons.set(n, "threshold_mask", neuron.random().thresholdMask());
            } else {
                neurons.set(n, "positive_threshold", neuron.positiveThreshold());
                neurons.set(n, "negative_threshold", neuron.negativeThreshold());
                neurons.set(n, "reset_potential", neuron.reset());
                neurons.set(n, "reset_mode", neuron.mode().ordinal());
            }
            memory("potentials").set(n, "potential", neuron.potential());
        }

        private void weights(int n, CrossbarNeuron neuron) {
            MemorySpec layout = spec.memory("weights");
            int bits = layout.fields().getFirst().bits();
            int perWord = Long.SIZE / bits;
            for (int w = 0; w < layout.entryWords(); w++) {
                long word = 0;
                for (int k = 0; k < perWord && w * perWord + k < neuron.weights().length; k++) {
                    word |= (neuron.weights()[w * perWord + k] & (-1L >>> Long.SIZE - bits)) << k * bits;
                }
                memory("weights").word(n * layout.entryWords() + w, word);
            }
        }

        private void synapses(int n, long[] row, int axons, String place) {
            int words = spec.memory("crossbar").entryWords();
            for (int w = 0; w < row.length; w++) {
                long beyond = w < axons >> 6 ? 0 : row[w] & ~((1L << axons) - 1);
                if (beyond != 0) {
                    throw new RanvierException(place + " has a synapse from axon "
                            + (w * Long.SIZE + Long.numberOfTrailingZeros(beyond)) + ", the core has axons 0.."
                            + (axons - 1));
                }
                memory("crossbar").word(n * words + w, row[w]);
            }
        }

        private void target(
                int n, CrossbarNeuron.Target target, CrossbarCoreModel model, CrossbarNetwork network, String place) {
            if (!target.connected()) {
                return;
            }
            int x = model.x() + target.dx();
            int y = model.y() + target.dy();
            boolean jams = core.semantics() == Semantics.RANC_RTL;
            if (!jams) {
                node(x, y, place + " sends to a node that");
            }
            check(target.dx(), FieldRange.signed(core.widths().dx()), "dx", place);
            check(target.dy(), FieldRange.signed(core.widths().dy()), "dy", place);
            int most = network.bus()
                    .filter(bus -> bus.x() == x && bus.y() == y)
                    .map(CrossbarNetwork.Bus::outputs)
                    .orElse(core.axons());
            check(target.axon(), new FieldRange(0, most - 1), "target axon", place);
            check(target.delay(), new FieldRange(core.delayMin(), core.schedulerRows() - 1), "delay", place);
            WordWriter targets = memory("targets");
            targets.set(n, "dx", target.dx());
            targets.set(n, "dy", target.dy());
            targets.set(n, "axon", target.axon());
            targets.set(n, trueNorth ? "delay" : "tick", target.delay());
            targets.set(n, "connected", 1);
        }

        void finish(int neurons) {
            memory("registers").set(0, "neurons", neurons);
            for (String name : List.of("registers", "neurons", "weights", "crossbar", "targets", "potentials")) {
                if (writers.containsKey(name)) {
                    add(node, memory(name));
                }
            }
            if (neurons == 0) {
                // A section makes the node exist even if all its words are zero.
                sections.add(new MemorySection(node, "registers", 0, new long[1]));
            }
        }
    }
}
