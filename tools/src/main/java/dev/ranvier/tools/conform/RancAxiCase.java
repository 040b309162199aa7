package dev.ranvier.tools.conform;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A case of golden set ranc-rtl about the AXI-stream front end: a table of pins and registers, cycle by cycle. */
final class RancAxiCase {
    /** Kinds of events of preset ranc, as its data sheet names them. */
    private static final int FRONT_END = 9;

    private static final int FRONT_END_DATA = 10;

    private final GoldenCase golden;
    private final Csv trace;

    RancAxiCase(GoldenCase golden) {
        this.golden = golden;
        trace = golden.file("trace");
    }

    void run(Boards boards) {
        List<String> overrides = List.of(
                "grid.columns=2",
                "grid.rows=1",
                "core.axons_in=16",
                "core.neurons=16",
                "core.front_end=axi",
                "core.maximum_packets="
                        + golden.get("maximum_number_of_packets").asInt(),
                "core.input_buffer_depth=" + golden.get("input_buffer_depth").asInt(),
                "clock.policy=event");
        boards.raise(overrides);
        ChipSpec spec = Chips.load("ranc", overrides);
        CrossbarNetwork network =
                CrossbarNetwork.of(golden.name(), List.of(), Optional.of(new CrossbarNetwork.Bus(1, 0, 16)));
        CrossbarImage image = CrossbarAssembler.assemble(network, List.of(), spec);
        try (ChipSession session = boards.open(spec)) {
            session.load(image.image());
            EventReader.record(session, 1 << FRONT_END | 1 << FRONT_END_DATA);
            EventList.inject(session, pins(image));
            session.advance(golden.get("cycles").asLong());
            compare(EventReader.read(session));
        }
    }

    private List<long[]> pins(CrossbarImage image) {
        int axi = image.image().firstChannel(CrossbarImage.AXI);
        int tick = image.image().firstChannel(CrossbarImage.TICK);
        List<long[]> events = new ArrayList<>();
        for (int r = 0; r < trace.size(); r++) {
            long cycle = trace.whole(r, "cycle");
            boolean valid = trace.whole(r, "tvalid") == 1;
            boolean last = trace.whole(r, "tlast") == 1;
            if (valid || last) {
                int channel = valid ? last ? 1 : 0 : 2;
                events.add(new long[] {cycle, axi + channel, trace.whole(r, "tdata")});
            }
            if (trace.whole(r, "tick") == 1) {
                events.add(new long[] {cycle, tick, 1});
            }
        }
        return events;
    }

    private void compare(List<EventReader.Event> events) {
        int next = 0;
        for (int r = 0; r < trace.size(); r++) {
            long cycle = trace.whole(r, "cycle");
            if (next >= events.size() || events.get(next).time() != cycle) {
                throw new Difference("cycle " + cycle + " " + trace.file(), "a row", "no record of this cycle");
            }
            long value = events.get(next++).value();
            long data = 0;
            if (next < events.size() && events.get(next).kind() == FRONT_END_DATA) {
                data = events.get(next++).value();
            }
            check(r, "tready", value & 1);
            check(r, "fifo_valid", value >> 1 & 1);
            check(r, "fifo_data", data);
            check(r, "fifo_full", value >> 2 & 1);
            check(r, "num_packets", value >> 7 & 0x1FFFF);
            check(r, "fetch_state", value >> 3 & 3);
            check(r, "addr", value >> 24 & 0x1FFFF);
            check(r, "fifo_write_error", value >> 5 & 1);
            check(r, "packet_read_error", value >> 6 & 1);
        }
    }

    private void check(int row, String column, long got) {
        if (trace.whole(row, column) != got) {
            throw new Difference(
                    "cycle " + trace.whole(row, "cycle") + " " + trace.file() + " " + column,
                    Long.toString(trace.whole(row, column)),
                    Long.toString(got));
        }
    }
}
