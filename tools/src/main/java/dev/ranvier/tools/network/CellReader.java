package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.tools.cells.Biophysics;
import dev.ranvier.tools.cells.CellKind;
import dev.ranvier.tools.cells.CellKind.Channel;
import dev.ranvier.tools.cells.CellKind.Source;
import dev.ranvier.tools.cells.DefaultCells;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.network.CellPhysics.NamedGate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the cells of a population: the mapping {@code cells}. Reads one file; one thread. */
final class CellReader {
    /** What opens a channel, as files say it. */
    enum OpenedBy {
        RECEPTORS,
        SPIKE,
        NOTHING;

        Source source() {
            return Source.values()[ordinal()];
        }
    }

    private static final double POTENTIAL_MIN = -128;
    private static final double POTENTIAL_MAX = 127.99;
    private static final double MOST = 1e9;
    private static final double LEAST = 1e-9;

    private final Values values;
    private final CellPhysics physics;

    CellReader(Values values, CellPhysics physics) {
        this.values = values;
        this.physics = physics;
    }

    /** The cell called {@code node}. */
    static CellKind like(YamlNode node) {
        return switch (node.asText()) {
            case "point" -> DefaultCells.point();
            case "pyramidal" -> DefaultCells.pyramidal();
            default -> throw node.error("is '" + node.asText() + "', allowed: point, pyramidal");
        };
    }

    /** {@code n} cells. */
    CellModel read(YamlNode node, int n) {
        node.allowOnly("like", "transmitter", "soma", "dendrite", "spike", "channels");
        Optional<CellKind> like = node.find("like").map(CellReader::like);
        CellKind kind = kind(node, like);
        double[][] current = new double[2][];
        double[][] start = new double[2][];
        boolean[][] clamp = new boolean[2][];
        for (int c = 0; c < 2; c++) {
            YamlNode part = part(node, c);
            current[c] = part == null ? new double[n] : values.reals(part, "current", n, 0);
            start[c] = part == null ? filled(n, kind.rest()[c]) : values.reals(part, "start", n, kind.rest()[c]);
            clamp[c] = part == null ? new boolean[n] : values.flags(part, "clamp", n, false);
            for (int i = 0; i < n; i++) {
                if (start[c][i] < POTENTIAL_MIN || start[c][i] > POTENTIAL_MAX) {
                    throw part.get("start")
                            .error("is " + start[c][i] + " mV for cell " + i + ", allowed: " + POTENTIAL_MIN + ".."
                                    + POTENTIAL_MAX + " mV");
                }
            }
        }
        return new CellModel(kind, transmitters(node.get("transmitter"), n), current, start, clamp);
    }

    private static double[] filled(int n, double value) {
        double[] all = new double[n];
        Arrays.fill(all, value);
        return all;
    }

    private static YamlNode part(YamlNode node, int compartment) {
        return node.find(compartment == 0 ? "soma" : "dendrite").orElse(null);
    }

    private static Transmitter[] transmitters(YamlNode node, int n) {
        Transmitter[] all = new Transmitter[n];
        if (node.kind() == YamlNode.Kind.SCALAR) {
            Arrays.fill(all, transmitter(node));
            return all;
        }
        List<YamlNode> items = node.items();
        if (items.size() != n) {
            throw node.error("has " + items.size() + " transmitters, needed: one for all, or a list of " + n);
        }
        Arrays.setAll(all, i -> transmitter(items.get(i)));
        return all;
    }

    /** The transmitter that {@code node} names. */
    static Transmitter transmitter(YamlNode node) {
        return node.asEnum(Transmitter.class);
    }

    private CellKind kind(YamlNode node, Optional<CellKind> like) {
        boolean two =
                node.find("dendrite").isPresent() || like.map(CellKind::two).orElse(false);
        double[] capacitance = new double[2];
        double[] leak = new double[2];
        double[] rest = new double[2];
        double coupling = 0;
        for (int c = 0; c < (two ? 2 : 1); c++) {
            int compartment = c;
            // A preset without a dendrite says nothing about one.
            Optional<CellKind> preset = like.filter(kind -> compartment == 0 || kind.two());
            YamlNode part = part(node, c);
            if (part == null && preset.isEmpty()) {
                throw node.error("has no 'soma' and is 'like' no other cell; give one of them");
            }
            if (part != null && c == 0) {
                part.allowOnly("capacitance", "leak", "rest", "current", "start", "clamp");
            } else if (part != null) {
                part.allowOnly("capacitance", "leak", "rest", "coupling", "current", "start", "clamp");
            }
            capacitance[c] = real(part, "capacitance", preset.map(k -> k.capacitance()[compartment]), LEAST, MOST);
            leak[c] = real(part, "leak", preset.map(k -> k.leak()[compartment]), 0, MOST);
            rest[c] = real(part, "rest", preset.map(k -> k.rest()[compartment]), POTENTIAL_MIN, POTENTIAL_MAX);
            if (c == 1) {
                coupling = real(part, "coupling", preset.map(CellKind::coupling), 0, MOST);
            }
        }
        if (!two) {
            capacitance[1] = capacitance[0];
            rest[1] = rest[0];
        }
        YamlNode spike = node.find("spike").orElse(null);
        if (spike == null && like.isEmpty()) {
            throw node.error("has no 'spike' and is 'like' no other cell; give one of them");
        }
        if (spike != null) {
            spike.allowOnly("threshold", "peak", "reset", "peak_time", "refractory");
        }
        return new CellKind(
                two,
                capacitance,
                leak,
                rest,
                coupling,
                real(spike, "threshold", like.map(CellKind::threshold), POTENTIAL_MIN, POTENTIAL_MAX),
                real(spike, "peak", like.map(CellKind::peak), POTENTIAL_MIN, POTENTIAL_MAX),
                real(spike, "reset", like.map(CellKind::reset), POTENTIAL_MIN, POTENTIAL_MAX),
                real(spike, "peak_time", like.map(CellKind::peakTime), 0, MOST),
                real(spike, "refractory", like.map(CellKind::refractoryTime), 0, MOST),
                channels(node, like, two));
    }

    /** The number under {@code key}, or what the preset has; an error if neither says it. */
    private static double real(YamlNode node, String key, Optional<Double> preset, double min, double max) {
        if (node == null) {
            return preset.orElseThrow();
        }
        return node.find(key).isEmpty() && preset.isPresent()
                ? preset.get()
                : node.get(key).asDouble(min, max);
    }

    private Map<Integer, Channel> channels(YamlNode node, Optional<CellKind> like, boolean two) {
        Map<Integer, Channel> channels = new TreeMap<>();
        like.ifPresent(kind -> kind.channels()
                .values()
                .forEach(channel -> channels.put(number(channel.name()), renumbered(node, channel))));
        Optional<YamlNode> map = node.find("channels");
        if (map.isPresent()) {
            for (String name : map.get().keys()) {
                YamlNode body = map.get().get(name);
                int number = number(name);
                if (body.kind() == YamlNode.Kind.SCALAR) {
                    if (!body.asText().equals("none")) {
                        throw body.error("is '" + body.asText() + "', allowed: a mapping, or none");
                    }
                    channels.remove(number);
                } else {
                    channels.put(number, channel(name, body, Optional.ofNullable(channels.get(number)), two));
                }
            }
        }
        return channels;
    }

    private int number(String channel) {
        return physics.channels().indexOf(channel);
    }

    /** A preset's NMDA gate is the network's gate called magnesium. */
    private Channel renumbered(YamlNode node, Channel c) {
        int gate = c.gate() == 0 ? 0 : gate(node, CellPhysicsReader.MAGNESIUM);
        return new Channel(
                c.name(), c.dendrite(), c.source(), c.reversal(), c.conductance(), c.tauDecay(), c.tauRise(), gate);
    }

    private int gate(YamlNode node, String name) {
        List<String> names = physics.gates().stream().map(NamedGate::name).toList();
        if (!names.contains(name)) {
            throw node.error("is '" + name + "', which is no gate; there are " + names
                    + "; describe others under biophysics.gates");
        }
        return 1 + names.indexOf(name);
    }

    private Channel channel(String name, YamlNode node, Optional<Channel> preset, boolean two) {
        node.allowOnly("at", "opened_by", "reversal", "conductance", "decay", "rise", "gate");
        Source source = node.find("opened_by")
                .map(n -> n.asEnum(OpenedBy.class).source())
                .or(() -> preset.map(Channel::source))
                .orElse(Source.SYN);
        boolean dendrite = preset.map(Channel::dendrite).orElse(two && source == Source.SYN);
        if (node.find("at").isPresent()) {
            String at = node.get("at").asText();
            if (!at.equals("soma") && !(two && at.equals("dendrite"))) {
                throw node.get("at")
                        .error("is '" + at + "', allowed: " + (two ? "soma, dendrite" : "soma (no dendrite)"));
            }
            dendrite = at.equals("dendrite");
        }
        Optional<Channel> same = preset.filter(channel -> channel.source() == source);
        double decay = node.find("decay").isEmpty() && source == Source.CONST
                ? 0
                : real(node, "decay", same.map(Channel::tauDecay), 0, MOST);
        double rise =
                CellPhysicsReader.real(node, "rise", same.map(Channel::tauRise).orElse(0.0), 0, MOST);
        if (rise != 0 && rise >= decay) {
            throw node.error("of channel '" + name + "' has a rise of " + rise + " ms and a decay of " + decay
                    + " ms; the rise has to be the shorter one, or 0");
        }
        int gate = node.find("gate")
                .map(n -> n.asText().equals("none") ? 0 : gate(n, n.asText()))
                .or(() -> preset.map(Channel::gate))
                .orElse(0);
        return new Channel(
                name,
                dendrite,
                source,
                node.find("reversal").isPresent()
                        ? reversal(node.get("reversal"))
                        : real(node, "reversal", preset.map(Channel::reversal), POTENTIAL_MIN, POTENTIAL_MAX),
                real(node, "conductance", preset.map(Channel::conductance), 0, MOST),
                decay,
                rise,
                gate);
    }

    /** mV, or the concentrations that it follows from. */
    private static double reversal(YamlNode node) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return node.asDouble(POTENTIAL_MIN, POTENTIAL_MAX);
        }
        node.allowOnly("valence", "outside", "inside", "celsius");
        int valence = node.get("valence").asInt(-4, 4);
        if (valence == 0) {
            throw node.get("valence").error("is 0; an uncharged particle has no reversal potential");
        }
        return Biophysics.nernst(
                valence,
                node.get("outside").asDouble(LEAST, MOST),
                node.get("inside").asDouble(LEAST, MOST),
                CellPhysicsReader.real(node, "celsius", 37, -273, 1000));
    }
}
