package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.tools.conform.GoldenCase;
import dev.ranvier.tools.noc.NocWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Generated workloads whose hash over all arrival cycles proves that the same work was done. Times are reported, not
 * judged.
 */
final class SpeedCase {
    private final GoldenCase golden;

    SpeedCase(GoldenCase golden) {
        this.golden = golden;
    }

    NocResult check() {
        List<String> notes = new ArrayList<>();
        for (JsonNode row : golden.json().path("workloads")) {
            String id = row.path("id").asText();
            int side = MeshCaseConfig.integer(row, "k", 0);
            NocWorkload workload = new NocWorkload(
                    id, side, row.path("rate").asDouble(), MeshCaseConfig.integer(row, "gen_cycles", 0));
            MeshNetwork network = new MeshNetwork(MeshCaseConfig.of(golden.get("config"), side));
            NocWorkload.Outcome outcome = workload.run(network, workload.packets(), new Arrivals());
            String[][] pairs = {
                {"packets", String.valueOf(outcome.packets())},
                {"cycles_until_last_arrival", String.valueOf(outcome.endCycle())},
                {"flit_router_traversals", String.valueOf(outcome.traversals())},
                {"result_hash", Long.toUnsignedString(outcome.hash())}
            };
            for (String[] pair : pairs) {
                if (!row.path(pair[0]).asText().equals(pair[1])) {
                    return new NocResult.Differ(
                            "workload " + id, pair[0], row.path(pair[0]).asText(), pair[1]);
                }
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%s: %.4f s, %.1f ns per flit-router traversal",
                    id,
                    outcome.seconds(),
                    outcome.seconds() * 1e9 / Math.max(1, outcome.traversals())));
        }
        return new NocResult.Equal(notes);
    }
}
