package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import java.util.List;
import java.util.Optional;

/** A packet list through RANC's routers: every packet's clocks, the totals. */
final class RancCase {
    private final CaseFolder files;
    private final RancConfig config;
    private final RancNetwork network;

    RancCase(CaseFolder files) {
        this.files = files;
        JsonNode json = files.config();
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
        CsvTable stimulus = files.table("stimulus");
        long[] id = stimulus.longs("id");
        long[] generated = stimulus.longs("gen_clock");
        int[] source = stimulus.ints("src");
        int[] destination = stimulus.ints("dst");
        long[] dx = stimulus.longs("dx");
        long[] dy = stimulus.longs("dy");
        int side = config.columns();
        PacketBatch packets = new PacketBatch();
        for (int k = 0; k < id.length; k++) {
            int x = destination[k] % side - source[k] % side;
            int y = destination[k] / side - source[k] / side;
            if (x != dx[k] || y != dy[k]) {
                return differ(generated[k], "packet " + id[k] + " distance", dx[k] + "," + dy[k], x + "," + y);
            }
            packets.add(generated[k], source[k], destination[k], 1, k);
        }
        packets.sortByCycle();
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, arrivals);
        return compare(id, arrivals)
                .or(() -> new Totals()
                        .add("last_arrival", network.cycle() - 1)
                        .add(arrivals)
                        .compare(files.root().path("totals")))
                .orElse(new NocResult.Equal(List.of()));
    }

    private Optional<NocResult> compare(long[] id, Arrivals arrivals) {
        CsvTable expected = files.table("expected");
        long[] wantedId = expected.longs("id");
        long[] injected = expected.longs("inject_clock");
        long[] arrived = expected.longs("arrive_clock");
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
            if (wantedId[row] != id[row]) {
                return Optional.of(differ(0, "row " + row + " id", wantedId[row], id[row]));
            }
            long clock = Math.min(injected[row], arrivals.injected(k));
            if (injected[row] != arrivals.injected(k) && clock < firstClock) {
                firstClock = clock;
                first = differ(clock, packet + "inject_clock", injected[row], arrivals.injected(k));
            }
            clock = Math.min(arrived[row], arrivals.arrived(k));
            if (arrived[row] != arrivals.arrived(k) && clock < firstClock) {
                firstClock = clock;
                first = differ(clock, packet + "arrive_clock", arrived[row], arrivals.arrived(k));
            }
        }
        return Optional.ofNullable(first);
    }

    private static NocResult differ(long clock, String place, Object expected, Object got) {
        return new NocResult.Differ("clock " + clock, place, String.valueOf(expected), String.valueOf(got));
    }
}
