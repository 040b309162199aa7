package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.data.NpyArray;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tree of a network file. Reads one file; one thread. */
final class NetworkReader {
    /** Keys of which a population has exactly one. */
    private static final List<String> MODELS = List.of("compartments", "physical", "cells", "program");

    private final Path folder;
    private final Values values;
    private final SizeLimits limits = new SizeLimits();
    /** Names of populations and inputs. */
    private final Set<String> names = new HashSet<>();
    /** Neurons or channels by the name of a population or an input of spikes, in the order of the file. */
    private final Map<String, Integer> sources = new LinkedHashMap<>();
    /** Neurons by the name of a population. */
    private final Map<String, Integer> targets = new LinkedHashMap<>();

    /** Which model each population has. */
    private final Map<String, String> models = new LinkedHashMap<>();

    private Optional<CellPhysics> physics = Optional.empty();

    /** @param folder where files beside the network file lie */
    NetworkReader(Path folder) {
        this.folder = folder;
        values = new Values(folder);
    }

    NetworkDocument read(YamlNode root) {
        root.allowOnly("network", "run", "biophysics", "populations", "inputs", "projections", "outputs", "probes");
        String name = text(root.get("network"));
        physics = new CellPhysicsReader(values).read(root);
        List<Population> populations = populations(root);
        List<Input> inputs = new ArrayList<>();
        List<Stimulus> stimuli = new ArrayList<>();
        for (YamlNode node : items(root, "inputs")) {
            Input input = input(node);
            inputs.add(input);
            node.find("stimulus").map(stimulus -> stimulus(stimulus, input)).ifPresent(stimuli::add);
        }
        List<Projection> projections = projections(root);
        checkErrorInputs(root, inputs, projections);
        Network network;
        try {
            network = new Network(name, populations, inputs, projections, physics);
        } catch (RanvierException e) {
            throw root.error("is refused: " + e.getMessage());
        }
        return new NetworkDocument(network, RunReader.read(root, network, stimuli, folder));
    }

    private static List<YamlNode> items(YamlNode root, String key) {
        return root.find(key).map(YamlNode::items).orElse(List.of());
    }

    private static String text(YamlNode node) {
        String text = node.asText();
        if (text.isBlank()) {
            throw node.error("is blank; give it a name");
        }
        return text;
    }

    private static String newName(YamlNode node, Set<String> taken) {
        String name = text(node);
        if (!taken.add(name)) {
            throw node.error("is '" + name + "', a name that is taken; names must differ");
        }
        return name;
    }

    // ---------------------------------------------------------------------------------------------------- populations

    private List<Population> populations(YamlNode root) {
        List<YamlNode> nodes = root.get("populations").items();
        Set<String> outputs = new HashSet<>();
        Optional<YamlNode> listed = root.find("outputs");
        listed.ifPresent(list -> list.items().forEach(node -> outputs.add(node.asText())));
        List<Population> populations = new ArrayList<>();
        for (YamlNode node : nodes) {
            Population population = population(node);
            boolean isOutput = listed.isEmpty() || outputs.contains(population.name());
            populations.add(new Population(population.name(), population.shape(), population.model(), isOutput));
        }
        if (populations.isEmpty()) {
            throw root.get("populations").error("is empty; a network has at least one population");
        }
        listed.ifPresent(list -> list.items().forEach(node -> {
            if (!targets.containsKey(node.asText())) {
                throw node.error("is '" + node.asText() + "', which is no population; there are " + targets.keySet());
            }
        }));
        return populations;
    }

    private Population population(YamlNode node) {
        List<String> allowed = new ArrayList<>(List.of("name", "size", "shape"));
        allowed.addAll(MODELS);
        node.allowOnly(allowed);
        String name = newName(node.get("name"), names);
        int[] shape = shape(node);
        long size = 1;
        for (int extent : shape) {
            size = Math.min((long) SizeLimits.NEURONS + 1, size * extent);
        }
        limits.addNeurons(node, size);
        int n = (int) size;
        targets.put(name, n);
        sources.put(name, n);
        List<String> present =
                MODELS.stream().filter(key -> node.find(key).isPresent()).toList();
        if (present.size() != 1) {
            throw node.error("needs exactly one of 'compartments' (the parameters of chip loihi), 'physical' (seconds,"
                    + " to be quantised), 'cells' (conductances) and 'program' (microcode), and has " + present);
        }
        YamlNode body = node.get(present.getFirst());
        NeuronModel model =
                switch (present.getFirst()) {
                    case "physical" -> new PhysicalReader(values).read(body, n);
                    case "cells" -> new CellReader(values, physics.orElseThrow()).read(body, n);
                    case "program" -> new ProgramReader(values).neurons(body, n);
                    default -> new CompartmentReader(values).read(body, n);
                };
        models.put(name, present.getFirst());
        return new Population(name, shape, model, true);
    }

    private static int[] shape(YamlNode node) {
        Optional<YamlNode> shape = node.find("shape");
        if (shape.isPresent() == node.find("size").isPresent()) {
            throw node.error("needs either 'size' (a number of neurons) or 'shape' (a list of extents)");
        }
        if (shape.isEmpty()) {
            return new int[] {node.get("size").asInt(1, SizeLimits.NEURONS)};
        }
        List<YamlNode> extents = shape.get().items();
        if (extents.isEmpty()) {
            throw shape.get().error("is empty; give at least one extent");
        }
        return extents.stream()
                .mapToInt(extent -> extent.asInt(1, SizeLimits.NEURONS))
                .toArray();
    }

    // --------------------------------------------------------------------------------------------------------- inputs

    private Input input(YamlNode node) {
        node.allowOnly("name", "channels", "error_of", "transmitter", "stimulus");
        String name = newName(node.get("name"), names);
        int channels = node.get("channels").asInt(1, SizeLimits.NEURONS);
        Optional<String> learner = node.find("error_of").map(NetworkReader::text);
        if (learner.isEmpty()) {
            sources.put(name, channels);
        }
        return learner.map(projection -> new Input(name, channels, Input.Kind.ERROR, projection))
                .orElseGet(() -> new Input(
                        name,
                        channels,
                        Input.Kind.SPIKES,
                        "",
                        node.find("transmitter").map(CellReader::transmitter).orElse(Transmitter.GLU)));
    }

    private static void checkErrorInputs(YamlNode root, List<Input> inputs, List<Projection> projections) {
        List<YamlNode> nodes = items(root, "inputs");
        List<String> learners = projections.stream()
                .filter(projection -> projection
                        .learning()
                        .filter(rule -> rule.kind() == LearningRule.Kind.PES)
                        .isPresent())
                .map(Projection::name)
                .toList();
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            if (input.kind() == Input.Kind.ERROR && !learners.contains(input.projection())) {
                throw nodes.get(i)
                        .get("error_of")
                        .error("is '" + input.projection() + "', which is no projection that learns by pes; there are "
                                + learners);
            }
        }
    }

    private Stimulus stimulus(YamlNode node, Input input) {
        Optional<DataFile> file = DataFile.of(node, folder);
        InputEvents events = file.isPresent() ? table(file.get(), input) : list(node, input);
        String source = file.map(data -> data.path().getFileName().toString()).orElse("network file");
        return new Stimulus(input.name(), source, events.inOrder());
    }

    private InputEvents table(DataFile file, Input input) {
        if (file.isArray()) {
            return array(file, input);
        }
        CsvTable table = file.table(
                List.of(
                        CsvTable.Column.whole("tick", true, 0, Long.MAX_VALUE),
                        new CsvTable.Column("channel", "neuron", true, true, 0, input.channels() - 1L),
                        CsvTable.Column.whole("value", false, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                limits.eventsLeft());
        limits.addEvents(file.place(), table.rows());
        return new InputEvents(
                table.wholes().get("tick"),
                table.ints("channel"),
                table.has("value") ? table.ints("value") : ones(table.rows()));
    }

    /** The entries of an array (ticks, channels) that are not zero. */
    private InputEvents array(DataFile file, Input input) {
        NpyArray array = file.array();
        int width = input.channels();
        if (array.shape().length < 2 || array.data().length != (long) array.shape()[0] * width) {
            throw file.place()
                    .error("names " + file.path() + " of shape " + Arrays.toString(array.shape()) + ", needed: (ticks, "
                            + width + ")");
        }
        int count =
                (int) Arrays.stream(array.data()).filter(value -> value != 0).count();
        limits.addEvents(file.place(), count);
        long[] ticks = new long[count];
        int[] channels = new int[count];
        int[] payloads = new int[count];
        int k = 0;
        for (int i = 0; i < array.data().length; i++) {
            if (array.data()[i] != 0) {
                ticks[k] = i / width;
                channels[k] = i % width;
                payloads[k++] = (int) file.whole(array.data()[i], i, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return new InputEvents(ticks, channels, payloads);
    }

    private InputEvents list(YamlNode node, Input input) {
        List<YamlNode> items = node.items();
        limits.addEvents(node, items.size());
        long[] ticks = new long[items.size()];
        int[] channels = new int[items.size()];
        int[] payloads = ones(items.size());
        for (int i = 0; i < items.size(); i++) {
            List<YamlNode> event = items.get(i).items();
            if (event.size() != 2 && event.size() != 3) {
                throw items.get(i)
                        .error("has " + event.size() + " numbers, needed: [tick, channel] or [tick, channel, value]");
            }
            ticks[i] = event.get(0).asLong(0, Long.MAX_VALUE);
            channels[i] = event.get(1).asInt(0, input.channels() - 1);
            if (event.size() == 3) {
                payloads[i] = event.get(2).asInt(Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return new InputEvents(ticks, channels, payloads);
    }

    private static int[] ones(int n) {
        int[] values = new int[n];
        Arrays.fill(values, 1);
        return values;
    }

    // ---------------------------------------------------------------------------------------------------- projections

    private List<Projection> projections(YamlNode root) {
        Set<String> taken = new HashSet<>();
        List<Projection> projections = new ArrayList<>();
        for (YamlNode node : items(root, "projections")) {
            projections.add(projection(node, taken));
        }
        return projections;
    }

    private SpineSpec spines(YamlNode node) {
        List<String> receptors = new ArrayList<>();
        Optional<YamlNode> list = node.find("receptors");
        if (list.isPresent()) {
            List<String> channels = physics.orElseThrow().channels();
            for (YamlNode item : list.get().items()) {
                if (item.asText().isEmpty() || !channels.contains(item.asText())) {
                    throw item.error("is '" + item.asText() + "', which is no channel; there are "
                            + channels.stream().filter(c -> !c.isEmpty()).toList());
                }
                receptors.add(item.asText());
            }
            if (receptors.isEmpty() || receptors.size() > 2) {
                throw list.get()
                        .error("has " + receptors.size()
                                + " names, needed: one or two: what 'weight' and 'second' count");
            }
        }
        return new SpineSpec(
                receptors, node.find("plastic").map(YamlNode::asBoolean).orElse(false));
    }

    private UnitSpec units(YamlNode node) {
        return new UnitSpec(
                node.find("port").map(NetworkReader::text).orElse("a0"),
                node.find("program").map(program -> new ProgramReader(values).learning(program)));
    }

    private Projection projection(YamlNode node, Set<String> taken) {
        List<String> allowed = new ArrayList<>(
                List.of("name", "from", "to", "weights", "weight_bits", "exponent", "sign", "graded", "learning"));
        String model = models.getOrDefault(node.get("to").asText(), "");
        if (model.equals("cells")) {
            allowed = new ArrayList<>(List.of("name", "from", "to", "receptors", "plastic"));
        } else if (model.equals("program")) {
            allowed = new ArrayList<>(List.of("name", "from", "to", "port", "program"));
        }
        allowed.addAll(ConnectivityReader.KINDS);
        node.allowOnly(allowed);
        String from = node.get("from").asText();
        String to = node.get("to").asText();
        String name = node.find("name").isPresent() ? text(node.get("name")) : from + "->" + to;
        if (!taken.add(name)) {
            throw node.error("is called '" + name + "', a name that is taken; give it a 'name' of its own");
        }
        Integer sourceCount = sources.get(from);
        Integer targetCount = targets.get(to);
        if (sourceCount == null) {
            throw node.get("from")
                    .error("is '" + from + "', which is neither a population nor an input of spikes; there are "
                            + sources.keySet());
        }
        if (targetCount == null) {
            throw node.get("to").error("is '" + to + "', which is no population; there are " + targets.keySet());
        }
        SynapseSpec spec = new SynapseSpec(
                node.find("weights").map(x -> x.asEnum(Weights.class)).orElse(Weights.GIVEN),
                node.find("sign").map(x -> x.asEnum(Sign.class)).orElse(Sign.AUTO),
                node.find("weight_bits").map(x -> x.asInt(1, 8)).orElse(8),
                node.find("exponent").map(x -> x.asInt(-8, 7)).orElse(0),
                node.find("graded").map(YamlNode::asBoolean).orElse(false));
        Connectivity connectivity = new ConnectivityReader(values, limits, model.equals("cells"))
                .read(node, name, sourceCount, targetCount);
        Optional<LearningRule> learning = node.find("learning").map(LearningReader::read);
        if (learning.isPresent() && connectivity instanceof Connectivity.SharedRows) {
            throw node.get("learning").error("is not possible with shared_rows; use dense, sparse or one_to_one");
        }
        return new Projection(
                name,
                from,
                to,
                connectivity,
                spec,
                learning,
                model.equals("cells") ? Optional.of(spines(node)) : Optional.empty(),
                model.equals("program") ? Optional.of(units(node)) : Optional.empty());
    }
}
