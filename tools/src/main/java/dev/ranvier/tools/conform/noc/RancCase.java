package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import dev.ranvier.tools.conform.Csv;
import dev.ranvier.tools.conform.GoldenCase;
import java.util.List;
import java.util.Optional;

/** A packet list through RANC's routers: every packet's clocks, the totals. */
final class RancCase {
    private final GoldenCase golden;
    private final RancConfig config;
    private final RancNetwork network;

    RancCase(GoldenCase golden) {
        this.golden = golden;
        JsonNode json = golden.get("config");
        if (!json.path("north_is").asText("y+1").equals("y+1")) {
            throw new UnsupportedCaseException(
                    "north_is " + json.path("north_is").asText() + ": only y+1 is covered");
        }
        int side = MeshCaseConfig.integer(json, "k", 0);
        RancConfig standard = RancConfig.grid(side, side);
        config = new RancConfig(
                side,
                side,
                MeshCaseConfig.integer(json, "buffer_depth", standard.bufferDepth()),
                standard.inputDepth());
        network = new RancNetwork(config);
    }

    NocResult check() {
        Csv stimulus = golden.file("stimulus");
        long[] id = new long[stimulus.size()];
        int side = config.columns();
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < id.length; k++) {
            id[k] = stimulus.whole(k, "id");
            long clock = stimulus.whole(k, "gen_clock");
            int source = Math.toIntExact(stimulus.whole(k, "src"));
            int destination = Math.toIntExact(stimulus.whole(k, "dst"));
            String given = stimulus.whole(k, "dx") + "," + stimulus.whole(k, "dy");
            String distance = (destination % side - source % side) + "," + (destination / side - source / side);
            if (!given.equals(distance)) {
                return differ(clock, "packet " + id[k] + " distance", given, distance);
            }
            packets.add(clock, source, destination, 1, k);
        }
        packets.sortByCycle();
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, arrivals);
        return compare(id, arrivals)
                .or(() -> new Totals()
                        .add("last_arrival", network.cycle() - 1)
                        .add(arrivals)
                        .compare(golden.json().path("totals")))
                .orElse(new NocResult.Equal(List.of()));
    }

    private Optional<NocResult> compare(long[] id, Arrivals arrivals) {
        Csv expected = golden.file("expected");
        int[] arrivalOf = new int[id.length];
        for (int k = 0; k < arrivals.size(); k++) {
            arrivalOf[(int) arrivals.tag(k)] = k;
        }
        if (expected.size() != arrivals.size()) {
            return Optional.of(new NocResult.Differ(
                    "end", "packets", String.valueOf(expected.size()), String.valueOf(arrivals.size())));
        }
        NocResult first = null;
        long firstClock = Long.MAX_VALUE;
        for (int row = 0; row < id.length; row++) {
            int k = arrivalOf[row];
            String packet = "packet " + id[row] + " ";
            long wantedId = expected.whole(row, "id");
            long injected = expected.whole(row, "inject_clock");
            long arrived = expected.whole(row, "arrive_clock");
            if (wantedId != id[row]) {
                return Optional.of(differ(0, "row " + row + " id", wantedId, id[row]));
            }
            long clock = Math.min(injected, arrivals.injected(k));
            if (injected != arrivals.injected(k) && clock < firstClock) {
                firstClock = clock;
                first = differ(clock, packet + "inject_clock", injected, arrivals.injected(k));
            }
            clock = Math.min(arrived, arrivals.arrived(k));
            if (arrived != arrivals.arrived(k) && clock < firstClock) {
                firstClock = clock;
                first = differ(clock, packet + "arrive_clock", arrived, arrivals.arrived(k));
            }
        }
        return Optional.ofNullable(first);
    }

    private static NocResult differ(long clock, String place, Object expected, Object got) {
        return new NocResult.Differ("clock " + clock, place, String.valueOf(expected), String.valueOf(got));
    }
}
