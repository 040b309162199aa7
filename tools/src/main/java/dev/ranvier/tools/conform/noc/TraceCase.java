package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.conform.Csv;
import dev.ranvier.tools.conform.GoldenCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A packet list through the mesh: every packet's cycles, every recorded switch grant, the totals. */
final class TraceCase {
    private static final List<String> GRANT_COLUMNS =
            List.of("cycle", "router", "in_port", "in_vc", "out_port", "flit");

    private final GoldenCase golden;
    private final MeshNetwork network;
    private final Arrivals arrivals = new Arrivals();
    private final List<long[]> grants = new ArrayList<>();

    TraceCase(GoldenCase golden) {
        this.golden = golden;
        MeshConfig config = MeshCaseConfig.of(golden.get("config"));
        network = new MeshNetwork(config);
    }

    NocResult check() {
        Csv stimulus = golden.file("stimulus");
        int id = stimulus.column("id");
        int cycle = stimulus.column("gen_cycle");
        int source = stimulus.column("src");
        int destination = stimulus.column("dst");
        int flits = stimulus.column("flits");
        PacketBatch packets = new PacketBatch();
        long[] ids = new long[stimulus.size()];
        long[] firstFlit = new long[stimulus.size()];
        long flit = 0;
        for (int k = 0; k < ids.length; k++) {
            ids[k] = stimulus.whole(k, id);
            int length = Math.toIntExact(stimulus.whole(k, flits));
            int from = Math.toIntExact(stimulus.whole(k, source));
            int to = Math.toIntExact(stimulus.whole(k, destination));
            packets.add(stimulus.whole(k, cycle), from, to, length, k);
            firstFlit[k] = flit;
            flit += length;
        }
        packets.sortByCycle();
        if (golden.lists("grants")) {
            network.listen((at, router, input, channel, output, tag, number) ->
                    grants.add(new long[] {at, router, input, channel, output, firstFlit[(int) tag] + number}));
        }
        long end = network.deliver(packets, arrivals);
        if (golden.lists("grants")) {
            Optional<NocResult> wrong = compareGrants(golden.file("grants"));
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return comparePackets(ids)
                .or(() -> new Totals()
                        .add("cycles_simulated", end)
                        .add("flit_router_traversals", network.statistics().traversals())
                        .add(arrivals)
                        .compare(golden.json().path("totals")))
                .orElse(new NocResult.Equal(List.of()));
    }

    private Optional<NocResult> compareGrants(Csv expected) {
        grants.sort((a, b) -> Arrays.compare(a, b));
        List<Integer> columns = GRANT_COLUMNS.stream().map(expected::column).toList();
        List<long[]> wanted = new ArrayList<>();
        for (int row = 0; row < expected.size(); row++) {
            long[] grant = new long[columns.size()];
            for (int c = 0; c < grant.length; c++) {
                grant[c] = expected.whole(row, columns.get(c));
            }
            wanted.add(grant);
        }
        wanted.sort((a, b) -> Arrays.compare(a, b));
        for (int row = 0; row < Math.max(wanted.size(), grants.size()); row++) {
            long[] want = row < wanted.size() ? wanted.get(row) : null;
            long[] have = row < grants.size() ? grants.get(row) : null;
            if (want == null || have == null || !Arrays.equals(want, have)) {
                long[] earlier = want == null || (have != null && Arrays.compare(have, want) < 0) ? have : want;
                return Optional.of(new NocResult.Differ(
                        "cycle " + earlier[0], "router " + earlier[1] + " grant", grant(want), grant(have)));
            }
        }
        return Optional.empty();
    }

    private static String grant(long[] grant) {
        if (grant == null) {
            return "no further grant";
        }
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < grant.length; c++) {
            parts.add(GRANT_COLUMNS.get(c) + " " + grant[c]);
        }
        return String.join(" ", parts);
    }

    private Optional<NocResult> comparePackets(long[] ids) {
        Csv expected = golden.file("expected");
        int[] arrivalOf = new int[ids.length];
        for (int k = 0; k < arrivals.size(); k++) {
            arrivalOf[(int) arrivals.tag(k)] = k;
        }
        if (expected.size() != arrivals.size()) {
            return Optional.of(new NocResult.Differ(
                    "end", "packets", String.valueOf(expected.size()), String.valueOf(arrivals.size())));
        }
        List<NocResult.Differ> wrong = new ArrayList<>();
        List<Long> when = new ArrayList<>();
        for (String column : expected.header()) {
            int index = expected.column(column);
            for (int row = 0; row < expected.size(); row++) {
                long wanted = expected.whole(row, index);
                long got = value(column, ids, row, arrivalOf[row]);
                if (got != wanted) {
                    when.add(column.endsWith("_cycle") ? Math.min(got, wanted) : arrivals.generated(arrivalOf[row]));
                    wrong.add(new NocResult.Differ(
                            "cycle " + when.get(when.size() - 1),
                            "packet " + ids[row] + " " + column,
                            String.valueOf(wanted),
                            String.valueOf(got)));
                    break; // the first of each column is enough to find the first of all
                }
            }
        }
        Comparator<Integer> byTime = Comparator.comparing(when::get);
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < wrong.size(); k++) {
            order.add(k);
        }
        return order.stream().min(byTime).map(wrong::get);
    }

    private long value(String column, long[] ids, int row, int arrival) {
        return switch (column) {
            case "id" -> ids[row];
            case "gen_cycle" -> arrivals.generated(arrival);
            case "src" -> arrivals.source(arrival);
            case "dst" -> arrivals.destination(arrival);
            case "flits" -> arrivals.flits(arrival);
            case "inject_cycle" -> arrivals.injected(arrival);
            case "head_arrive_cycle" -> arrivals.headArrived(arrival);
            case "tail_arrive_cycle" -> arrivals.arrived(arrival);
            case "routers" -> network.routersCrossed(arrivals.source(arrival), arrivals.destination(arrival));
            default -> throw new UnsupportedCaseException("expected table has a column '" + column + "'");
        };
    }
}
