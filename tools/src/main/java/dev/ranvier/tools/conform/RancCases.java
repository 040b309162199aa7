package dev.ranvier.tools.conform;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.List;

/** Golden set ranc: RANC's C++ simulator, preset ranc-sim. Stateless. */
final class RancCases implements CaseRunner {
    private static final List<String> WARNINGS = List.of("current_word", "duplicate", "bus_duplicate");
    private static final int BUS_DUPLICATE = 2;

    @Override
    public String set() {
        return "ranc";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        CrossbarCase parsed = CrossbarCase.read(golden);
        List<String> overrides =
                parsed.settings().overrides(parsed.network().bus().orElseThrow().outputs());
        ChipSpec spec = Chips.load("ranc-sim", overrides);
        boards.raise(overrides);
        List<CrossbarNetwork.Packet> packets = CrossbarCase.packets(golden.file("stimulus"), "slot");
        CrossbarImage image = CrossbarAssembler.assemble(parsed.network(), packets, spec);
        try (ChipSession session = boards.open(spec)) {
            session.load(image.image());
            CrossbarImage.Stimulus stimulus = image.stimulus(packets);
            session.collectSpikes();
            if (stimulus.stamps().length > 0) {
                session.inject(stimulus.stamps(), stimulus.channels(), null);
            }
            compare(golden, session, spec);
        }
    }

    private static void compare(GoldenCase golden, ChipSession session, ChipSpec spec) {
        int ticks = golden.get("ticks").asInt();
        Csv potentials = golden.file("potentials");
        Csv summary = golden.file("summary");
        int row = 0;
        Counters before = session.counters();
        for (int tick = 1; tick <= ticks; tick++) {
            session.advance(1);
            Counters now = session.counters();
            Difference.check(summary.whole(tick - 1, "tick"), tick, summary.file(), tick, "tick");
            Difference.check(
                    summary.whole(tick - 1, "spikes"), now.spikes() - before.spikes(), summary.file(), tick, "spikes");
            Difference.check(
                    summary.whole(tick - 1, "synaptic_events"),
                    now.synapticEvents() - before.synapticEvents(),
                    summary.file(),
                    tick,
                    "synaptic_events");
            before = now;
            row = potentials(potentials, row, tick, session, spec);
        }
        if (row != potentials.size()) {
            throw new Difference(potentials.file() + " row " + (row + 2), "compared", "a tick that was not run");
        }
        spikes(golden, session, spec);
        warnings(golden.file("warnings"), EventReader.read(session), spec);
    }

    /** Compares the rows of {@code tick}; returns the first row after them. */
    private static int potentials(Csv csv, int from, int tick, ChipSession session, ChipSpec spec) {
        int to = from;
        while (to < csv.size() && csv.whole(to, 0) == tick) {
            to++;
        }
        if (to == from) {
            return from;
        }
        int[] sources = new int[to - from];
        for (int r = from; r < to; r++) {
            sources[r - from] = source(csv, r, spec);
        }
        long[] got = session.readState("v", sources);
        for (int r = from; r < to; r++) {
            Difference.check(
                    csv.whole(r, "potential"), got[r - from], csv.file(), tick, place(sources[r - from], spec));
        }
        return to;
    }

    private static int source(Csv csv, int row, ChipSpec spec) {
        int node = (int) (csv.whole(row, "core_x") + spec.grid().columns() * csv.whole(row, "core_y"));
        return node * spec.core().neurons() + (int) csv.whole(row, "neuron");
    }

    private static String place(int source, ChipSpec spec) {
        int neurons = spec.core().neurons();
        return "core " + spec.place(source / neurons) + " neuron " + source % neurons;
    }

    private static void spikes(GoldenCase golden, ChipSession session, ChipSpec spec) {
        int firstOutput = spec.cores() * spec.core().neurons();
        List<long[]> fired = new ArrayList<>();
        List<long[]> outputs = new ArrayList<>();
        session.takeSpikes((tick, source, value) -> {
            if (source < firstOutput) {
                fired.add(new long[] {tick, source});
            } else {
                outputs.add(new long[] {tick, source - firstOutput});
            }
        });
        Csv spikes = golden.file("spikes");
        List<long[]> expected = new ArrayList<>();
        for (int r = 0; r < spikes.size(); r++) {
            expected.add(new long[] {spikes.whole(r, 0), source(spikes, r, spec)});
        }
        Rows.check(spikes.file(), "tick", expected, fired, s -> place((int) s, spec));
        Csv output = golden.file("output");
        List<long[]> rows = new ArrayList<>();
        for (int r = 0; r < output.size(); r++) {
            rows.add(new long[] {output.whole(r, "row"), output.whole(r, "output")});
        }
        Rows.check(output.file(), "row", rows, outputs, o -> "output " + o);
        if (golden.lists("repo_expected")) {
            repository(golden, outputs);
        }
    }

    /** What the repository's own test bench expects of the outputs some rows after the input. */
    private static void repository(GoldenCase golden, List<long[]> outputs) {
        Csv csv = golden.file("repo_expected");
        int latency = golden.get("repo_latency_rows").asInt();
        List<long[]> expected = new ArrayList<>();
        for (int r = 0; r < csv.size(); r++) {
            expected.add(new long[] {csv.whole(r, 0) + 1 + latency, csv.whole(r, 1)});
        }
        long first = expected.isEmpty() ? 0 : expected.getFirst()[0];
        long last = expected.isEmpty() ? -1 : expected.getLast()[0];
        List<long[]> got =
                outputs.stream().filter(o -> o[0] >= first && o[0] <= last).toList();
        Rows.check(csv.file(), "row", expected, got, o -> "output " + o);
    }

    private static void warnings(Csv csv, List<EventReader.Event> events, ChipSpec spec) {
        for (int r = 0; r < Math.max(csv.size(), events.size()); r++) {
            String expected = "no more warnings";
            if (r < csv.size()) {
                String[] row = csv.rows().get(r);
                String where = row[1].equals("bus_duplicate") ? "" : " at (" + row[2] + "," + row[3] + ")";
                expected = "tick " + row[0] + " " + row[1] + where + " " + row[4];
            }
            String got = r < events.size() ? text(events.get(r), spec) : "no more warnings";
            if (!expected.equals(got)) {
                throw new Difference(csv.file() + " row " + (r + 2), expected, got);
            }
        }
    }

    private static String text(EventReader.Event event, ChipSpec spec) {
        int columns = spec.grid().columns();
        String where = event.kind() == BUS_DUPLICATE
                ? ""
                : " at (" + event.core() % columns + "," + event.core() / columns + ")";
        return "tick " + event.time() + " " + WARNINGS.get(event.kind()) + where + " " + event.value();
    }
}
