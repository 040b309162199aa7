package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Golden set ranc-rtl: RANC's Verilog, preset ranc, every cycle of every recorded signal. Stateless. */
final class RancRtlCases implements CaseRunner {
    /** Kinds of events of preset ranc, as its data sheet names them. */
    private static final int STATE = 0;

    private static final int STALL = 1;
    private static final int RESUME = 2;
    private static final int WRITE_BACK = 3;
    private static final int DELIVERY = 4;
    private static final int HOP = 5;
    private static final int INPUT_READ = 6;
    private static final int INPUT_WRITE = 7;
    private static final int ERROR = 8;

    private static final Map<Long, String> STATES = Map.of(0L, "idle", 1L, "start", 6L, "clear");
    private static final List<String> FIFOS =
            List.of("LE", "LW", "EE", "EN", "ES", "WW", "WN", "WS", "NN", "NL", "SS", "SL");
    private static final long EVENTS = 1 << 22;

    @Override
    public String set() {
        return "ranc-rtl";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        if (golden.lists("trace")) {
            new RancAxiCase(golden).run(boards);
        } else {
            grid(golden, boards);
        }
    }

    private static void grid(GoldenCase golden, Boards boards) {
        CrossbarCase parsed = CrossbarCase.read(golden);
        List<String> overrides =
                parsed.settings().overrides(parsed.network().bus().orElseThrow().outputs());
        JsonNode rtl = golden.get("rtl");
        for (String width : List.of("potential", "weight", "leak", "threshold", "dx", "dy")) {
            overrides.add("core.widths." + width + "="
                    + golden.get(rtl, width + "_width").asInt());
        }
        overrides.add(
                "fabric.buffer_depth=" + golden.get(rtl, "router_buffer_depth").asInt());
        overrides.add("core.input_buffer_depth="
                + golden.get(rtl, "input_buffer_depth").asInt());
        overrides.add("core.events=" + EVENTS);
        overrides.add("clock.policy=event");
        boards.raise(overrides);
        ChipSpec spec = Chips.load("ranc", overrides);
        List<CrossbarNetwork.Packet> packets = CrossbarCase.packets(golden.file("input"), "cycle");
        CrossbarImage image = CrossbarAssembler.assemble(parsed.network(), packets, spec);
        try (ChipSession session = boards.open(spec)) {
            session.load(image.image());
            session.collectSpikes();
            EventReader.record(
                    session,
                    1 << STATE
                            | 1 << STALL
                            | 1 << RESUME
                            | 1 << WRITE_BACK
                            | 1 << DELIVERY
                            | 1 << INPUT_READ
                            | 1 << INPUT_WRITE
                            | 1 << ERROR
                            | (golden.lists("hops") ? 1 << HOP : 0));
            inject(golden, session, image, packets);
            long cycles = golden.get("cycles").asLong();
            session.advance(cycles);
            new Comparison(golden, spec, cycles).compare(session);
        }
    }

    private static void inject(
            GoldenCase golden, ChipSession session, CrossbarImage image, List<CrossbarNetwork.Packet> packets) {
        List<long[]> events = new ArrayList<>();
        int tick = image.image().firstChannel(CrossbarImage.TICK);
        Csv ticks = golden.file("ticks");
        for (int r = 0; r < ticks.size(); r++) {
            events.add(new long[] {ticks.whole(r, 0), tick, 1});
        }
        CrossbarImage.Stimulus stimulus = image.stimulus(packets);
        for (int i = 0; i < stimulus.stamps().length; i++) {
            events.add(new long[] {stimulus.stamps()[i], stimulus.channels()[i], 1});
        }
        EventList.inject(session, events);
    }

    /** What a board has recorded, as the case's tables have it. */
    private static final class Comparison {
        private final GoldenCase golden;
        private final ChipSpec spec;
        private final long cycles;
        private final Map<String, List<String>> rows = new TreeMap<>();

        Comparison(GoldenCase golden, ChipSpec spec, long cycles) {
            this.golden = golden;
            this.spec = spec;
            this.cycles = cycles;
        }

        private void row(String table, long cycle, Object... cells) {
            StringBuilder text = new StringBuilder(Long.toString(cycle));
            for (Object cell : cells) {
                text.append(',').append(cell);
            }
            rows.computeIfAbsent(table, t -> new ArrayList<>()).add(text.toString());
        }

        private String node(int core) {
            return core % spec.grid().columns() + "," + core / spec.grid().columns();
        }

        void compare(ChipSession session) {
            int neurons = spec.core().neurons();
            int firstOutput = spec.cores() * neurons;
            session.takeSpikes((cycle, source, value) -> {
                if (source < firstOutput) {
                    row("spikes", cycle, node(source / neurons), source % neurons);
                } else {
                    row("output", cycle, source - firstOutput);
                }
            });
            Map<Integer, Long> stalled = new TreeMap<>();
            Map<String, Long> firstErrors = new TreeMap<>();
            int digits = 0;
            for (EventReader.Event event : EventReader.read(session)) {
                // An edge at the end is of the cycle that follows.
                if (event.time() < cycles) {
                    event(event, stalled, firstErrors);
                }
            }
            stalled.forEach((core, from) -> row("stalls", from, node(core), cycles - from));
            firstErrors.forEach((error, cycle) -> row("errors", cycle, error));
            for (String table : List.of(
                    "input",
                    "input_reads",
                    "spikes",
                    "deliveries",
                    "states",
                    "output",
                    "errors",
                    "stalls",
                    "potentials",
                    "hops")) {
                if (golden.lists(table)) {
                    check(table);
                }
            }
        }

        private void event(EventReader.Event event, Map<Integer, Long> stalled, Map<String, Long> firstErrors) {
            long cycle = event.time();
            long value = event.value();
            String node = node(event.core());
            switch (event.kind()) {
                case STATE -> row("states", cycle, node, STATES.get(value));
                case STALL -> stalled.put(event.core(), cycle);
                case RESUME -> {
                    long from = stalled.remove(event.core());
                    row("stalls", from, node, cycle - from);
                }
                case WRITE_BACK -> row("potentials", cycle, node, value & 0xFFF, value >> 12);
                case DELIVERY ->
                    row(
                            "deliveries",
                            cycle,
                            node,
                            value & 0xFFF,
                            value >> 12 & 0xFF,
                            value >> 20 & 0xFF,
                            value >> 28 & 0xFF,
                            value >> 36 & 1);
                case HOP -> hop(cycle, node, value);
                case INPUT_READ -> row("input_reads", cycle);
                case INPUT_WRITE -> input(cycle, value);
                case ERROR -> {
                    if (value == 0) {
                        firstErrors.putIfAbsent("token_controller", cycle);
                    }
                }
                default -> throw new IllegalStateException("kind " + event.kind() + " was not asked for");
            }
        }

        private void hop(long cycle, String node, long value) {
            String fifo = FIFOS.get((int) (value >> 1 & 15));
            if ((value & 1) != 0) {
                row("hops", cycle, node, "read", fifo, "");
            } else {
                row("hops", cycle, node, "write", fifo, Long.toHexString(value >>> 5));
            }
        }

        private void input(long cycle, long value) {
            int core = (int) (value >>> 24);
            int tickBits = 63
                    - Long.numberOfLeadingZeros(
                            spec.limits().get("scheduler_rows").value());
            long payload = value & 0xFFFFFF;
            row("input", cycle, node(core), payload >>> tickBits, payload & (1 << tickBits) - 1);
        }

        /** Rows of one cycle have no order in hardware. */
        private void check(String table) {
            Csv csv = golden.file(table);
            List<String> expected = new ArrayList<>();
            for (String[] cells : csv.rows()) {
                if (table.equals("hops")) {
                    cells[5] = cells[5].replaceFirst("^0+(?=.)", "");
                }
                expected.add(String.join(",", cells));
            }
            List<String> got = rows.getOrDefault(table, new ArrayList<>());
            Comparator<String> byCycle =
                    Comparator.<String>comparingLong(RancRtlCases::cycleOf).thenComparing(Comparator.naturalOrder());
            expected.sort(byCycle);
            got.sort(byCycle);
            for (int r = 0; r < Math.max(expected.size(), got.size()); r++) {
                Optional<String> wanted = r < expected.size() ? Optional.of(expected.get(r)) : Optional.empty();
                Optional<String> found = r < got.size() ? Optional.of(got.get(r)) : Optional.empty();
                if (!wanted.equals(found)) {
                    long cycle = Math.min(
                            wanted.map(RancRtlCases::cycleOf).orElse(Long.MAX_VALUE),
                            found.map(RancRtlCases::cycleOf).orElse(Long.MAX_VALUE));
                    throw new Difference(
                            "cycle " + cycle + " " + csv.file() + " (" + String.join(",", csv.header()) + ")",
                            wanted.orElse("no more rows"),
                            found.orElse("no more rows"));
                }
            }
        }
    }

    private static long cycleOf(String row) {
        int comma = row.indexOf(',');
        return Long.parseLong(comma < 0 ? row : row.substring(0, comma));
    }
}
