package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.microcode.MicroAssembler;
import dev.ranvier.tools.microcode.UnitAssembler;
import dev.ranvier.tools.microcode.UnitNetwork;
import dev.ranvier.tools.session.ChipSession;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** One run of the golden set microcode: one core for some ticks. Not safe for several threads. */
final class MicrocodeRun {
    private static final int SLOTS = 64;
    private static final int INPUTS = 4;

    private final GoldenCase golden;
    private final JsonNode node;
    private final String prefix;
    private final Boards boards;
    private final UnitNetwork network;
    private final int stateWords;
    private final long firstTick;
    private final int[] sources;
    private final CRC32 crc = new CRC32();

    private ChipSession session;
    private ChipSpec spec;
    private final List<long[]> spikes = new ArrayList<>();
    private int spikesTaken;

    /** @param prefix start of every place, for packs */
    MicrocodeRun(GoldenCase golden, JsonNode node, String prefix, Boards boards) {
        this.golden = golden;
        this.node = node;
        this.prefix = prefix;
        this.boards = boards;
        firstTick = Long.parseLong(golden.get(node, "first_tick").asText());
        network = network();
        stateWords =
                Arrays.stream(network.state()).mapToInt(s -> s.length).max().orElse(0);
        sources = new int[network.neurons()];
        Arrays.setAll(sources, i -> i);
    }

    private UnitNetwork network() {
        List<MicroProgram> programs = new ArrayList<>();
        for (JsonNode program : golden.get(node, "programs")) {
            programs.add(program(program));
        }
        int[][] state = rows(golden.get(node, "state"));
        List<UnitNetwork.Synapse> synapses = new ArrayList<>();
        for (int[] s : rows(golden.get(node, "synapses"))) {
            synapses.add(new UnitNetwork.Synapse(s[0], s[1], s[2], s[3], s[4], s[5]));
        }
        String seed = golden.get(node, "seed").asText();
        return new UnitNetwork(
                golden.get(node, "case").asText(),
                programs,
                row(golden.get(node, "tick_profile")),
                row(golden.get(node, "trace_profile")),
                state,
                row(golden.get(node, "axon_profile")),
                synapses,
                List.of(),
                new UnitNetwork.Random(
                        new BigInteger(seed.substring(2), 16).longValue(),
                        golden.get(node, "core").asInt(),
                        firstTick));
    }

    /** The program as its words say; where the case has its text, that has to give the same. */
    private MicroProgram program(JsonNode program) {
        MicroProgram listed = MicrocodeCases.program(golden, program);
        JsonNode file = program.path("file");
        String place = prefix + "program " + listed.name();
        try {
            if (file.isTextual()) {
                MicroProgram assembled = MicroAssembler.assemble(Files.readString(golden.path(file.asText())));
                MicrocodeCases.compare(golden, place, program, assembled);
                String canonical = file.asText().replace(".nmc", ".canonical.nmc");
                if (golden.holds(canonical)) {
                    MicrocodeCases.canonical(place, Files.readString(golden.path(canonical)), assembled);
                }
            }
        } catch (IOException e) {
            throw new RanvierException(file.asText() + " cannot be read: " + e.getMessage(), e);
        }
        if (program.path("canonical").isTextual()) {
            MicrocodeCases.canonical(place, program.path("canonical").asText(), listed);
        }
        return listed;
    }

    private static int[] row(JsonNode list) {
        int[] values = new int[list.size()];
        Arrays.setAll(values, i -> list.get(i).asInt());
        return values;
    }

    private static int[][] rows(JsonNode list) {
        int[][] rows = new int[list.size()][];
        Arrays.setAll(rows, i -> row(list.get(i)));
        return rows;
    }

    /** A table that a case holds inline or in a file; cells as text. */
    private List<String[]> table(JsonNode member) {
        if (member.isTextual()) {
            return golden.csv(member.asText()).rows();
        }
        List<String[]> rows = new ArrayList<>();
        for (JsonNode row : member) {
            // A list of plain values stands for rows {index, value}.
            String[] cells = row.isArray() ? new String[row.size()] : new String[] {"" + rows.size(), row.asText()};
            for (int i = 0; i < row.size(); i++) {
                cells[i] = row.get(i).asText();
            }
            rows.add(cells);
        }
        return rows;
    }

    // ------------------------------------------------------------------------------------------------------------- run

    void run() {
        List<String> overrides = new ArrayList<>();
        capacity(overrides, "neurons", network.neurons(), 1024);
        capacity(overrides, "synapses", network.synapses().size(), 65536);
        boards.raise(overrides);
        overrides.add("profile=" + ProgrammableCoreSpec.PROFILE);
        spec = Chips.load("ranvier", overrides);
        try (ChipSession open = boards.open(spec)) {
            session = open;
            session.load(UnitAssembler.assemble(network, spec));
            session.collectSpikes();
            steps();
        }
    }

    private static void capacity(List<String> overrides, String name, int needed, int present) {
        if (needed > present) {
            overrides.add("core." + name + "=" + needed);
        }
    }

    private void steps() {
        long ticks = golden.get(node, "ticks").asLong();
        events();
        long[][] inputs = inputs(ticks);
        List<String[]> rewards = table(golden.get(node, "reward"));
        JsonNode expected = golden.get(node, "expected");
        List<String[]> sums = table(golden.get(expected, "crc"));
        List<String[]> weights = expected.has("weights") ? table(expected.get("weights")) : List.of();
        int nextReward = 0;
        int nextWeight = 0;
        for (int step = 0; step < ticks; step++) {
            while (nextReward < rewards.size() && Long.parseLong(rewards.get(nextReward)[0]) == step) {
                writeReward(Long.parseLong(rewards.get(nextReward++)[1]));
            }
            writeInputs(step, inputs);
            session.advance(1);
            String got = String.format("%08x", crc(step));
            MicrocodeCases.same(prefix + "step " + step + " crc", sums.get(step)[1], got);
            while (nextWeight < weights.size() && Long.parseLong(weights.get(nextWeight)[0]) == step) {
                String[] want = weights.get(nextWeight++);
                int synapse = Integer.parseInt(want[1]);
                String place = prefix + "step " + step + " synapse " + synapse;
                MicrocodeCases.same(
                        place, want[2] + "," + want[3], synapse("weight")[synapse] + "," + synapse("tag")[synapse]);
            }
        }
        MicrocodeCases.same(prefix + "crc rows", Long.toString(ticks), Integer.toString(sums.size()));
        MicrocodeCases.same(
                prefix + "weight rows compared", Integer.toString(weights.size()), Integer.toString(nextWeight));
        compareSpikes(expected);
        compareFinal(golden.get(expected, "final"));
    }

    private void events() {
        List<String[]> rows = table(golden.get(node, "events"));
        long[] stamps = new long[rows.size()];
        int[] axons = new int[rows.size()];
        int[] payloads = new int[rows.size()];
        for (int r = 0; r < stamps.length; r++) {
            stamps[r] = Long.parseLong(rows.get(r)[0]);
            axons[r] = Integer.parseInt(rows.get(r)[1]);
            payloads[r] = Integer.parseInt(rows.get(r)[2]);
        }
        session.inject(stamps, axons, payloads);
    }

    /** Rows {step, neuron, port, value, steps} that reach into the run. */
    private long[][] inputs(long ticks) {
        List<String[]> rows = table(golden.get(node, "inputs"));
        long[][] inputs = new long[rows.size()][];
        for (int r = 0; r < inputs.length; r++) {
            inputs[r] = Arrays.stream(rows.get(r)).mapToLong(Long::parseLong).toArray();
            if (inputs[r][0] >= ticks) {
                throw new RanvierException("input row " + r + " starts after the last step");
            }
        }
        Arrays.sort(inputs, java.util.Comparator.comparingLong(r -> r[0]));
        return inputs;
    }

    private int nextInput;
    private final List<long[]> activeInputs = new ArrayList<>();

    private void writeInputs(int step, long[][] inputs) {
        while (nextInput < inputs.length && inputs[nextInput][0] <= step) {
            activeInputs.add(inputs[nextInput++]);
        }
        activeInputs.removeIf(row -> row[0] + row[4] <= step);
        int slot = (int) ((firstTick + step) % SLOTS);
        for (long[] row : activeInputs) {
            int address = (int) (row[1] * SLOTS * INPUTS + slot * INPUTS + row[2]);
            long sum = session.readMemory(0, "ring", address, 1)[0];
            session.writeMemory(0, "ring", address, new long[] {sum + row[3]});
        }
    }

    private void writeReward(long value) {
        MemorySpec control = spec.memory("control");
        FieldSpec field = control.field("reward");
        long word = session.readMemory(0, "control", field.word(), 1)[0];
        session.writeMemory(0, "control", field.word(), new long[] {field.with(word, value)});
    }

    // ------------------------------------------------------------------------------------------------------ comparison

    private long crc(int step) {
        crc.reset();
        int[] fired = new int[network.neurons()];
        int[] payload = new int[network.neurons()];
        session.takeSpikes((tick, source, value) -> spikes.add(new long[] {tick, source, value}));
        for (; spikesTaken < spikes.size(); spikesTaken++) {
            long[] spike = spikes.get(spikesTaken);
            if (spike[0] != step) {
                throw new Difference(prefix + "step " + step, "spikes of this step", "a spike of step " + spike[0]);
            }
            fired[(int) spike[1]] = 1;
            payload[(int) spike[1]] = (int) spike[2];
        }
        for (int k = 0; k < stateWords; k++) {
            update(ints(session.readState("s" + k, sources)));
        }
        update(synapse("weight"));
        update(synapse("tag"));
        update(entries("axon_trace", "x1", network.axonProfile().length));
        update(entries("axon_trace", "x2", network.axonProfile().length));
        update(ints(session.readState("y1", sources)));
        update(ints(session.readState("y2", sources)));
        update(fired);
        update(payload);
        return crc.getValue();
    }

    private void update(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        crc.update(bytes.array());
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
    }

    private int[] synapse(String field) {
        return entries("synapse", field, network.synapses().size());
    }

    private int[] entries(String memory, String field, int count) {
        int[] values = new int[count];
        if (count > 0) {
            MemorySpec layout = spec.memory(memory);
            FieldSpec which = layout.field(field);
            long[] words = session.readMemory(0, memory, 0, count * layout.entryWords());
            Arrays.setAll(values, i -> (int) which.decode(words[i * layout.entryWords() + which.word()]));
        }
        return values;
    }

    private void compareSpikes(JsonNode expected) {
        List<String[]> want = table(golden.get(expected, "spikes"));
        for (int r = 0; r < Math.min(want.size(), spikes.size()); r++) {
            long[] got = spikes.get(r);
            MicrocodeCases.same(
                    prefix + "spike " + r, String.join(",", want.get(r)), got[0] + "," + got[1] + "," + got[2]);
        }
        MicrocodeCases.same(prefix + "number of spikes", "" + want.size(), "" + spikes.size());
        MicrocodeCases.same(
                prefix + "spike_count", golden.get(expected, "spike_count").asText(), "" + spikes.size());
    }

    private void compareFinal(JsonNode want) {
        int[][] states = rows(golden.get(want, "state"));
        for (int k = 0; k < stateWords; k++) {
            int[] got = ints(session.readState("s" + k, sources));
            for (int i = 0; i < states.length; i++) {
                if (k < states[i].length) {
                    MicrocodeCases.same(prefix + "final s" + k + " of neuron " + i, "" + states[i][k], "" + got[i]);
                }
            }
        }
        same("final weights", row(golden.get(want, "weights")), synapse("weight"));
        same("final tags", row(golden.get(want, "tags")), synapse("tag"));
        pairs(
                "final x",
                rows(golden.get(want, "x")),
                entries("axon_trace", "x1", network.axonProfile().length),
                entries("axon_trace", "x2", network.axonProfile().length));
        pairs(
                "final y",
                rows(golden.get(want, "y")),
                ints(session.readState("y1", sources)),
                ints(session.readState("y2", sources)));
    }

    private void pairs(String place, int[][] want, int[] first, int[] second) {
        for (int i = 0; i < want.length; i++) {
            MicrocodeCases.same(
                    prefix + place + " " + i, Arrays.toString(want[i]), "[" + first[i] + ", " + second[i] + "]");
        }
    }

    private void same(String place, int[] want, int[] got) {
        MicrocodeCases.same(prefix + place, Arrays.toString(want), Arrays.toString(got));
    }
}
