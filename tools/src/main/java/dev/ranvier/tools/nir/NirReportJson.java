package dev.ranvier.tools.nir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a {@link NirReport} as JSON. */
final class NirReportJson {

    private NirReportJson() {}

    static JsonNode of(NirReport report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict());
        json.put("version", report.version());
        ArrayNode repairs = json.putArray("repairs");
        for (NirRepair repair : report.repairs()) {
            repairs.addObject()
                    .put("repair", repair.kind().code())
                    .put("place", repair.place())
                    .put("before", repair.before())
                    .put("after", repair.after());
        }
        ArrayNode findings = json.putArray("findings");
        for (NirFinding finding : report.findings()) {
            findings.addObject()
                    .put("code", finding.reason().code())
                    .put("place", finding.place())
                    .put("message", finding.message());
        }
        ArrayNode warnings = json.putArray("warnings");
        report.warnings().forEach(warnings::add);
        ArrayNode nodes = json.putArray("nodes");
        int edges = report.graph().map(graph -> nodes(graph, "", nodes)).orElse(0);
        json.put("edges", edges);
        return json;
    }

    private static int nodes(NirGraph graph, String prefix, ArrayNode nodes) {
        int edges = graph.edges().size();
        for (String name : graph.nodes().keySet()) {
            NirNode node = graph.node(name);
            ObjectNode entry = nodes.addObject().put("name", prefix + name).put("type", node.type());
            shape(graph.inputShape(name), entry.putArray("input_shape"));
            shape(graph.outputShape(name), entry.putArray("output_shape"));
            if (node instanceof NirNode.Graph inner) {
                edges += nodes(inner.graph(), prefix + name + ".", nodes);
            }
        }
        return edges;
    }

    private static void shape(Shape shape, ArrayNode into) {
        for (int dim : shape.dims()) {
            into.add(dim);
        }
    }
}
