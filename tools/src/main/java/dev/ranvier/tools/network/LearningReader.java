package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.GradedMode;
import dev.ranvier.hw.learning.LearningRule.Kind;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product;
import dev.ranvier.hw.yaml.YamlException;
import dev.ranvier.hw.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads how a projection learns: the mapping {@code learning}. Stateless. */
final class LearningReader {
    /** Largest impulse of a trace: a trace has 7 bits, its impulse a fraction beside (sections 8.1 and 8.2). */
    private static final double IMPULSE_MAX = 127.999;

    private static final double TAU_MAX = 1e12;
    /** Ticks between updates of PES in nengo-loihi (section 8.1). */
    static final int PES_TRACE_EPOCH = 2;

    static final int PES_EPOCH = 4;
    /** Learning rate exponent of PES in nengo-loihi (section 8.1). */
    static final int PES_RATE_EXPONENT = -7;

    private LearningReader() {}

    static LearningRule read(YamlNode node) {
        Optional<YamlNode> pes = node.find("pes");
        if (pes.isPresent()) {
            node.allowOnly("pes");
            return pes(pes.get());
        }
        node.allowOnly("dw", "dd", "dt", "epoch", "x1", "x2", "y1", "y2", "y3", "graded", "stream", "pes");
        try {
            return products(node);
        } catch (YamlException e) {
            throw e;
        } catch (RanvierException e) {
            throw node.error("is refused: " + e.getMessage());
        }
    }

    private static LearningRule products(YamlNode node) {
        return new LearningRule(
                Kind.PRODUCTS,
                1,
                node.find("epoch").map(LearningReader::epoch).orElse(1),
                node.find("graded").map(x -> x.asEnum(GradedMode.class)).orElse(GradedMode.OFF),
                0,
                0,
                traceOf(node, "x1"),
                traceOf(node, "x2"),
                traceOf(node, "y1"),
                traceOf(node, "y2"),
                traceOf(node, "y3"),
                products(node, "dw"),
                products(node, "dd"),
                products(node, "dt"),
                stream(node));
    }

    private static LearningRule pes(YamlNode node) {
        node.allowOnly("rate", "trace", "trace_epoch", "epoch", "stream");
        YamlNode rate = node.get("rate").allowOnly("mantissa", "exponent");
        return new LearningRule(
                Kind.PES,
                node.find("trace_epoch").map(LearningReader::epoch).orElse(PES_TRACE_EPOCH),
                node.find("epoch").map(LearningReader::epoch).orElse(PES_EPOCH),
                GradedMode.OFF,
                rate.get("mantissa").asInt(-128, 127),
                rate.find("exponent").map(x -> x.asInt(-128, 127)).orElse(PES_RATE_EXPONENT),
                trace(node.get("trace")),
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                List.of(),
                List.of(),
                List.of(),
                stream(node));
    }

    private static int epoch(YamlNode node) {
        return node.asInt(1, 63);
    }

    private static int stream(YamlNode node) {
        return node.find("stream").map(x -> x.asInt(0, Integer.MAX_VALUE)).orElse(0);
    }

    private static Trace traceOf(YamlNode node, String name) {
        return node.find(name).map(LearningReader::trace).orElse(Trace.NONE);
    }

    private static Trace trace(YamlNode node) {
        node.allowOnly("impulse", "tau");
        return new Trace(
                node.get("impulse").asDouble(0, IMPULSE_MAX), node.get("tau").asDouble(0, TAU_MAX));
    }

    private static List<Product> products(YamlNode node, String variable) {
        Optional<YamlNode> text = node.find(variable);
        if (text.isEmpty()) {
            return List.of();
        }
        String rule = text.get().asText();
        try {
            return LearningRuleText.parse(rule);
        } catch (RanvierException e) {
            throw text.get().error("is refused: " + e.getMessage());
        }
    }
}
