package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A packet list through the mesh: every packet's cycles, every recorded switch grant, the totals. */
final class TraceCase {
    private static final List<String> GRANT_COLUMNS =
            List.of("cycle", "router", "in_port", "in_vc", "out_port", "flit");

    private final CaseFolder files;
    private final MeshNetwork network;
    private final Arrivals arrivals = new Arrivals();
    private final List<long[]> grants = new ArrayList<>();

    TraceCase(CaseFolder files) {
        this.files = files;
        MeshConfig config = MeshCaseConfig.of(files.config());
        network = new MeshNetwork(config);
    }

    NocResult check() {
        CsvTable stimulus = files.table("stimulus");
        long[] id = stimulus.longs("id");
        long[] generated = stimulus.longs("gen_cycle");
        int[] source = stimulus.ints("src");
        int[] destination = stimulus.ints("dst");
        int[] flits = stimulus.ints("flits");
        PacketBatch packets = new PacketBatch();
        long[] firstFlit = new long[id.length];
        long flit = 0;
        for (int k = 0; k < id.length; k++) {
            packets.add(generated[k], source[k], destination[k], flits[k], k);
            firstFlit[k] = flit;
            flit += flits[k];
        }
        packets.sortByCycle();
        if (files.lists("grants")) {
            network.listen((cycle, router, input, channel, output, tag, number) ->
                    grants.add(new long[] {cycle, router, input, channel, output, firstFlit[(int) tag] + number}));
        }
        long end = network.deliver(packets, arrivals);
        if (files.lists("grants")) {
            Optional<NocResult> wrong = compareGrants(files.table("grants"));
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return comparePackets(id)
                .or(() -> new Totals()
                        .add("cycles_simulated", end)
                        .add("flit_router_traversals", network.statistics().traversals())
                        .add(arrivals)
                        .compare(files.root().path("totals")))
                .orElse(new NocResult.Equal(List.of()));
    }

    private Optional<NocResult> compareGrants(CsvTable expected) {
        grants.sort((a, b) -> Arrays.compare(a, b));
        List<long[]> columns = GRANT_COLUMNS.stream().map(expected::longs).toList();
        List<long[]> wanted = new ArrayList<>();
        for (int row = 0; row < expected.size(); row++) {
            long[] grant = new long[columns.size()];
            for (int c = 0; c < grant.length; c++) {
                grant[c] = columns.get(c)[row];
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
        CsvTable expected = files.table("expected");
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
        for (String column : expected.columns()) {
            long[] wanted = expected.longs(column);
            for (int row = 0; row < wanted.length; row++) {
                long got = value(column, ids, row, arrivalOf[row]);
                if (got != wanted[row]) {
                    when.add(
                            column.endsWith("_cycle")
                                    ? Math.min(got, wanted[row])
                                    : arrivals.generated(arrivalOf[row]));
                    wrong.add(new NocResult.Differ(
                            "cycle " + when.get(when.size() - 1),
                            "packet " + ids[row] + " " + column,
                            String.valueOf(wanted[row]),
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
