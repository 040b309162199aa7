package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.Pipeline;
import dev.ranvier.hw.RanvierException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the {@code config} of a case into a {@link MeshConfig}, and refuses settings of the reference program that the
 * router specification keeps fixed.
 */
final class MeshCaseConfig {
    /** Settings of the reference program that A.2 keeps fixed, with the only value that is covered. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("ports", "5"),
            Map.entry("buffer_policy", "private"),
            Map.entry("sw_allocator", "islip"),
            Map.entry("alloc_iters", "1"),
            Map.entry("vc_alloc_delay", "1"),
            Map.entry("sw_alloc_delay", "1"),
            Map.entry("inject_latency", "1"),
            Map.entry("eject_latency", "1"),
            Map.entry("input_speedup", "1"),
            Map.entry("output_speedup", "1"),
            Map.entry("internal_speedup", "1.0"),
            Map.entry("output_buffer_size", "-1"),
            Map.entry("hold_switch_for_packet", "0"),
            Map.entry("wait_for_tail_credit", "0"),
            Map.entry("vc_busy_when_full", "0"),
            Map.entry("priority", "none"));

    private MeshCaseConfig() {}

    /** The network of a case that names its size. */
    static MeshConfig of(JsonNode config) {
        return of(config, integer(config, "k", 0));
    }

    /** The network of a case, with {@code side x side} routers. */
    static MeshConfig of(JsonNode config, int side) {
        FIXED.forEach((name, only) -> {
            JsonNode value = config.path(name);
            if (!value.isMissingNode() && !value.asText().equals(only)) {
                throw new UnsupportedCaseException(name + " is " + value.asText() + ": only " + only + " is covered");
            }
        });
        String routing = config.path("routing").asText("dim_order");
        if (!routing.startsWith("dim_order")) {
            throw new UnsupportedCaseException("routing is " + routing + ": only dim_order is covered");
        }
        Pipeline pipeline = pipeline(config.path("pipeline").asText("pb"));
        checkPipeline(config, pipeline);
        try {
            return grid(config.path("topology").asText("mesh"), side)
                    .withPipeline(pipeline)
                    .withBuffers(integer(config, "num_vcs", 1), integer(config, "vc_buf_size", 4))
                    .withDelays(
                            integer(config, "st_prepare_delay", 0) + integer(config, "st_final_delay", 1),
                            integer(config, "credit_delay", 0))
                    .withLinkLatency(latency(config, "x"), latency(config, "y"));
        } catch (RanvierException outOfRange) {
            throw new UnsupportedCaseException(outOfRange.getMessage());
        }
    }

    /** Mesh or torus with {@code side x side} routers and the reference's link latency: 1, torus 2. */
    static MeshConfig grid(String topology, int side) {
        return switch (topology) {
            case "mesh" -> MeshConfig.mesh(side, side);
            case "torus" -> MeshConfig.torus(side, side);
            default ->
                throw new UnsupportedCaseException("topology is " + topology + ": only mesh and torus are covered");
        };
    }

    static Pipeline pipeline(String name) {
        for (Pipeline pipeline : Pipeline.values()) {
            if (pipeline.name().toLowerCase(Locale.ROOT).equals(name)) {
                return pipeline;
            }
        }
        throw new UnsupportedCaseException(
                "pipeline is " + name + ": only " + List.of(Pipeline.values()) + " are covered");
    }

    private static void checkPipeline(JsonNode config, Pipeline pipeline) {
        int speculative = pipeline.speculative() ? 1 : 0;
        if (integer(config, "routing_delay", pipeline.routingDelay()) != pipeline.routingDelay()
                || integer(config, "speculative", speculative) != speculative) {
            throw new UnsupportedCaseException(
                    "routing_delay " + config.path("routing_delay").asText()
                            + " with speculative " + config.path("speculative").asText() + " is not pipeline "
                            + pipeline.name().toLowerCase(Locale.ROOT));
        }
    }

    private static int latency(JsonNode config, String dimension) {
        int torus = config.path("topology").asText().equals("torus") ? 2 : 1;
        return integer(config, "link_latency_" + dimension, integer(config, "link_latency", torus));
    }

    static int integer(JsonNode config, String name, int otherwise) {
        JsonNode value = config.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new UnsupportedCaseException(name + " is " + value + ": expected a whole number");
        }
        return value.intValue();
    }
}
