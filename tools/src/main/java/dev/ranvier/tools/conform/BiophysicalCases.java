package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.tools.cells.CellAssembler;
import dev.ranvier.tools.cells.CellMapping;
import dev.ranvier.tools.cells.CellNetwork;
import dev.ranvier.tools.cells.CellRegisters;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.cells.DaleCheck;
import dev.ranvier.tools.cells.PhysicalNetwork;
import dev.ranvier.tools.cells.SpineRegisters;
import dev.ranvier.tools.cells.Transmitter;
import dev.ranvier.tools.session.ChipSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Golden set biophysical: conductance-based cells, chip ranvier, profile biophysical. Stateless. */
final class BiophysicalCases implements CaseRunner {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;

    @Override
    public String set() {
        return "biophysical";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        if (golden.json().has("loads")) {
            dale(golden);
        } else if (golden.json().has("registers")) {
            trace(golden, boards);
        } else {
            throw new UnsupportedCase("case.json has neither loads nor registers");
        }
    }

    // ------------------------------------------------------------------------------------------------ Dale's principle

    private static void dale(GoldenCase golden) {
        for (JsonNode load : golden.get("loads")) {
            JsonNode network = golden.get(load, "network");
            String expected = golden.get(load, "expected").asText();
            String got = verdict(golden, network);
            String place = "load '" + golden.get(load, "name").asText() + "'";
            if (!got.startsWith(expected)) {
                throw new Difference(place, expected, got);
            }
            JsonNode message = load.path("message_of_reference");
            if (message.isTextual()) {
                // "synapse 2: source 2 releases glu, record says gaba": the same synapse and source have to be named.
                String text = message.asText();
                String synapse = text.substring(0, text.indexOf(':'));
                String source = text.substring(text.indexOf("source"), text.indexOf(" releases"));
                if (!got.contains(synapse + ":") || !got.contains("(" + source + ")")) {
                    throw new Difference(place + " message", text, got);
                }
            }
        }
    }

    private static String verdict(GoldenCase golden, JsonNode network) {
        List<Integer> sources = new ArrayList<>();
        List<Transmitter> declared = new ArrayList<>();
        for (JsonNode synapse : golden.get(network, "synapses")) {
            sources.add(golden.get(synapse, "src").asInt());
            declared.add(Transmitter.of(golden.get(synapse, "rx").asText()));
        }
        try {
            DaleCheck.check(
                    sources.stream().mapToInt(Integer::intValue).toArray(),
                    declared.toArray(new Transmitter[0]),
                    named(golden.get(network, "transmitter_of_axon")),
                    named(golden.get(network, "transmitter_of_neuron")));
            return "accepted";
        } catch (DaleCheck.DaleViolation e) {
            return e.getMessage();
        }
    }

    private static Transmitter[] named(JsonNode list) {
        Transmitter[] transmitters = new Transmitter[list.size()];
        Arrays.setAll(transmitters, i -> Transmitter.of(list.get(i).asText()));
        return transmitters;
    }

    // --------------------------------------------------------------------------------------------------------- network

    /** The network of a case, in the registers that it gives. */
    static CellNetwork network(GoldenCase golden) {
        JsonNode registers = golden.get("registers");
        List<CellRegisters> profiles = new ArrayList<>();
        for (JsonNode profile : golden.get(registers, "profiles")) {
            profiles.add(profile(golden, profile));
        }
        JsonNode gates = golden.get(registers, "gate_tables");
        int[][] tables = new int[3][];
        for (int g = 0; g < 3; g++) {
            JsonNode table = gates.path(Integer.toString(g + 1));
            tables[g] = table.isArray() ? integers(table) : null;
        }
        int[][] map = new int[4][];
        Arrays.setAll(map, t -> integers(golden.get("txmap").get(t)));
        JsonNode plasticity = golden.get(registers, "plasticity");
        return new CellNetwork(
                golden.name(),
                profiles,
                golden.ints(
                        golden.json(),
                        "profile_of_neuron",
                        golden.get("n_neurons").asInt()),
                numbered(golden.get("transmitter_of_neuron")),
                numbered(golden.get("transmitter_of_axon")),
                map,
                tables,
                integers(golden.get(registers, "calcium_table")),
                integers(golden.get(registers, "phi_table")),
                plasticity.isNull() ? null : spines(golden, plasticity),
                synapses(golden.file("synapses")));
    }

    private static int[] integers(JsonNode list) {
        int[] values = new int[list.size()];
        Arrays.setAll(values, i -> list.get(i).asInt());
        return values;
    }

    private static long[] longs(JsonNode list) {
        long[] values = new long[list.size()];
        Arrays.setAll(values, i -> list.get(i).asLong());
        return values;
    }

    private static Transmitter[] numbered(JsonNode list) {
        Transmitter[] transmitters = new Transmitter[list.size()];
        Arrays.setAll(transmitters, i -> Transmitter.values()[list.get(i).asInt()]);
        return transmitters;
    }

    private static CellRegisters profile(GoldenCase golden, JsonNode p) {
        List<CellRegisters.Channel> channels = new ArrayList<>();
        for (JsonNode c : golden.get(p, "ch")) {
            channels.add(new CellRegisters.Channel(
                    golden.get(c, "en").asInt() == 1,
                    golden.get(c, "comp").asInt(),
                    golden.get(c, "src").asInt(),
                    golden.get(c, "gate").asInt(),
                    golden.get(c, "e").asLong(),
                    golden.get(c, "da").asLong(),
                    golden.get(c, "db").asLong(),
                    golden.get(c, "dbl").asInt() == 1,
                    golden.get(c, "sa").asLong(),
                    golden.get(c, "sb").asLong(),
                    golden.get(c, "a0").asLong()));
        }
        return new CellRegisters(
                golden.get(p, "two").asInt() == 1,
                longs(golden.get(p, "gl")),
                longs(golden.get(p, "el")),
                longs(golden.get(p, "gc")),
                golden.get(p, "theta").asLong(),
                golden.get(p, "vpeak").asLong(),
                golden.get(p, "vreset").asLong(),
                golden.get(p, "nap").asInt(),
                golden.get(p, "nref").asInt(),
                golden.get(p, "cacomp").asInt(),
                channels);
    }

    private static SpineRegisters spines(GoldenCase golden, JsonNode p) {
        return new SpineRegisters(
                golden.get(p, "P").asInt(),
                golden.get(p, "dn").asLong(),
                golden.get(p, "qn").asLong(),
                golden.get(p, "dc").asLong(),
                golden.get(p, "kn").asLong(),
                golden.get(p, "cpre").asLong(),
                golden.get(p, "cpost").asLong(),
                golden.get(p, "Dp").asInt(),
                golden.get(p, "thp").asLong(),
                golden.get(p, "thd").asLong(),
                golden.get(p, "etap").asLong(),
                golden.get(p, "etad").asLong(),
                golden.get(p, "amax").asLong());
    }

    private static CellSynapses synapses(Csv table) {
        int n = table.size();
        boolean[] plastic = new boolean[n];
        for (int r = 0; r < n; r++) {
            plastic[r] = table.whole(r, "plastic") == 1;
        }
        return new CellSynapses(
                column(table, "src"),
                column(table, "post"),
                column(table, "w0"),
                column(table, "w1"),
                column(table, "delay_ticks"),
                plastic,
                null);
    }

    private static int[] column(Csv table, String name) {
        int column = table.column(name);
        int[] values = new int[table.size()];
        Arrays.setAll(values, r -> (int) table.whole(r, column));
        return values;
    }

    // ------------------------------------------------------------------------------------------------------------- run

    private static void trace(GoldenCase golden, Boards boards) {
        CellNetwork network = network(golden);
        PhysicalNetwork physical = BiophysicalPhysics.network(golden, network);
        BiophysicalPhysics.compareRegisters(physical, network);
        List<String> raised = new ArrayList<>();
        if (network.synapses().count() > 65536) {
            raised.add("core.synapses=" + network.synapses().count());
        }
        boards.raise(raised);
        List<String> overrides = new ArrayList<>(raised);
        overrides.add("profile=" + BiophysicalCoreSpec.PROFILE);
        CellMapping mapping = CellAssembler.assemble(network, Chips.load("ranvier", overrides));
        try (ChipSession session = boards.open(mapping.spec())) {
            session.load(mapping.image());
            session.collectSpikes();
            inject(golden.file("stimulus"), session);
            new Trace(golden, mapping, session).run();
        }
        BiophysicalFloat.compare(golden, physical);
    }

    private static void inject(Csv stimulus, ChipSession session) {
        long[] stamps = new long[stimulus.size()];
        int[] channels = new int[stimulus.size()];
        for (int r = 0; r < stimulus.size(); r++) {
            stamps[r] = stimulus.whole(r, "tick");
            channels[r] = (int) stimulus.whole(r, "axon");
        }
        session.inject(stamps, channels, null);
    }

    /** One run, tick by tick. */
    private static final class Trace {
        private final GoldenCase golden;
        private final CellMapping mapping;
        private final ChipSession session;
        private final int cells;
        private final Csv control;
        private final Csv expected;
        private final CRC32 crc = new CRC32();
        private final ByteBuffer bytes;

        Trace(GoldenCase golden, CellMapping mapping, ChipSession session) {
            this.golden = golden;
            this.mapping = mapping;
            this.session = session;
            cells = mapping.network().cells();
            control = golden.file("control");
            expected = golden.file("expected_int");
            bytes = ByteBuffer.allocate(4 * cells * (3 + 2 * CHANNELS)).order(ByteOrder.LITTLE_ENDIAN);
        }

        void run() {
            long ticks = golden.get("ticks").asLong();
            int nextControl = 0;
            int nextRow = 0;
            for (long tick = 0; tick < ticks; tick++) {
                while (nextControl < control.size() && control.whole(nextControl, 0) == tick) {
                    apply(nextControl++);
                }
                session.advance(1);
                chain();
                if (nextRow < expected.size() && expected.whole(nextRow, 0) == tick) {
                    compareRow(nextRow++, tick);
                }
            }
            if (nextRow != expected.size()) {
                throw new Difference(
                        expected.file(), expected.size() + " rows within " + ticks + " ticks", nextRow + " rows");
            }
            spikes();
            finalState();
        }

        private void apply(int row) {
            int cell = (int) control.whole(row, "neuron");
            String compartment = control.whole(row, "compartment") == 0 ? "soma" : "dendrite";
            long value =
                    control.rows().get(row)[control.column("value_register")].isBlank()
                            ? 0
                            : control.whole(row, "value_register");
            String op = control.rows().get(row)[control.column("op")];
            switch (op) {
                case "ibias" -> setState(cell, "current_" + compartment, value);
                case "clamp" -> {
                    setState(cell, "v_" + compartment, value);
                    setState(cell, "clamp_" + compartment, 1);
                }
                case "release" -> setState(cell, "clamp_" + compartment, 0);
                default -> throw new UnsupportedCase("control operation '" + op + "' is unknown");
            }
        }

        private void setState(int cell, String field, long value) {
            MemorySpec memory = mapping.spec().memory("cell_state");
            FieldSpec layout = memory.field(field);
            int core = mapping.coreOf(cell);
            int address = mapping.entryOf(cell) * memory.entryWords() + layout.word();
            long word = session.readMemory(core, memory.name(), address, 1)[0];
            session.writeMemory(core, memory.name(), address, new long[] {layout.with(word, value)});
        }

        private void chain() {
            bytes.clear();
            put("v_soma");
            put("v_dendrite");
            for (int k = 0; k < CHANNELS; k++) {
                put("a" + k);
                put("b" + k);
            }
            put("refractory");
            // The chain is one CRC over all ticks: the object is never reset.
            crc.update(bytes.array(), 0, bytes.position());
        }

        private void put(String variable) {
            for (long value : session.readState(variable, mapping.sources())) {
                bytes.putInt((int) value);
            }
        }

        private void compareRow(int row, long tick) {
            for (int c = 1; c < expected.header().size(); c++) {
                String name = expected.header().get(c);
                Difference.check(expected.whole(row, c), read(name), expected.file(), tick, name);
            }
        }

        private long read(String column) {
            char kind = column.charAt(0);
            if (kind == 'V' || kind == 'I') {
                int cell = Integer.parseInt(column.substring(column.indexOf('_') + 1));
                String compartment = column.charAt(1) == '0' ? "soma" : "dendrite";
                String variable = (kind == 'V' ? "v_" : "synaptic_") + compartment;
                return session.readState(variable, new int[] {mapping.sources()[cell]})[0];
            }
            int synapse = Integer.parseInt(column.substring(column.startsWith("_", 1) ? 2 : 1));
            return spine(
                    synapse,
                    switch (kind) {
                        case 'A' -> "ampa";
                        case 'C' -> "calcium";
                        case 'N' -> "bound";
                        default -> throw new UnsupportedCase("column '" + column + "' is unknown");
                    });
        }

        private long spine(int synapse, String field) {
            MemorySpec memory = mapping.spec().memory("spine");
            FieldSpec layout = memory.field(field);
            int address = mapping.spineEntry()[synapse] * memory.entryWords() + layout.word();
            return layout.decode(session.readMemory(mapping.spineCore()[synapse], memory.name(), address, 1)[0]);
        }

        private void spikes() {
            Csv want = golden.file("spikes_int");
            List<long[]> got = new ArrayList<>();
            session.takeSpikes((tick, source, value) -> got.add(new long[] {tick, source}));
            for (int r = 0; r < Math.min(want.size(), got.size()); r++) {
                String place = want.file() + " row " + (r + 2);
                same(place + " tick", want.whole(r, "tick"), got.get(r)[0]);
                same(place + " neuron", mapping.sources()[(int) want.whole(r, "neuron")], got.get(r)[1]);
            }
            same(want.file() + " number of spikes", want.size(), got.size());
            same("final.spike_count", golden.json().at("/final/spike_count").asLong(), got.size());
        }

        private static void same(String place, long expected, long got) {
            if (expected != got) {
                throw new Difference(place, Long.toString(expected), Long.toString(got));
            }
        }

        private void finalState() {
            String want = golden.json().at("/final/crc32_chain").asText();
            String got = String.format("%08x", crc.getValue());
            if (!want.equals(got)) {
                throw new Difference("final.crc32_chain", want, got);
            }
            JsonNode plastic = golden.json().at("/final/plastic_synapses");
            if (plastic.isArray()) {
                for (JsonNode synapse : plastic) {
                    int index = synapse.path("index").asInt();
                    same("final synapse " + index + " A", synapse.path("A").asLong(), spine(index, "ampa"));
                    same("final synapse " + index + " c", synapse.path("c").asLong(), spine(index, "calcium"));
                    same("final synapse " + index + " n", synapse.path("n").asLong(), spine(index, "bound"));
                }
            } else if (plastic.isObject()) {
                throw new UnsupportedCase("final.plastic_synapses is a summary; this set lists the synapses");
            }
        }
    }
}
