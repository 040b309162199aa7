package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.hw.learning.LearningRule.GradedMode;
import dev.ranvier.hw.learning.LearningRule.Kind;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product;
import java.util.List;
import java.util.Locale;

/** Writes learning rules as {@link LearningReader} reads them. Stateless. */
final class LearningWriter {
    private static final int DEPTH = 3;

    private LearningWriter() {}

    static void write(YamlText yaml, String projection, LearningRule rule) {
        if (rule.kind() == Kind.OFF) {
            throw new RanvierException("projection '" + projection + "' has a learning rule of kind off, which a"
                    + " network file cannot say: give it a rule without products, or none");
        }
        yaml.open(2, "learning");
        if (rule.kind() == Kind.PES) {
            yaml.open(DEPTH, "pes");
            yaml.entry(
                    DEPTH + 1,
                    "rate",
                    "{mantissa: " + rule.rateMantissa() + ", exponent: " + rule.rateExponent() + "}");
            yaml.entry(DEPTH + 1, "trace", text(rule.x1()));
            yaml.entry(DEPTH + 1, "trace_epoch", Integer.toString(rule.traceEpoch()));
            yaml.entry(DEPTH + 1, "epoch", Integer.toString(rule.epoch()));
            stream(yaml, DEPTH + 1, rule);
            return;
        }
        products(yaml, "dw", rule.dw());
        products(yaml, "dd", rule.dd());
        products(yaml, "dt", rule.dt());
        yaml.entry(DEPTH, "epoch", Integer.toString(rule.epoch()));
        trace(yaml, "x1", rule.x1());
        trace(yaml, "x2", rule.x2());
        trace(yaml, "y1", rule.y1());
        trace(yaml, "y2", rule.y2());
        trace(yaml, "y3", rule.y3());
        if (rule.graded() != GradedMode.OFF) {
            yaml.entry(DEPTH, "graded", rule.graded().name().toLowerCase(Locale.ROOT));
        }
        stream(yaml, DEPTH, rule);
    }

    private static void products(YamlText yaml, String variable, List<Product> products) {
        if (!products.isEmpty()) {
            yaml.entry(DEPTH, variable, YamlText.quote(LearningRuleText.format(products)));
        }
    }

    private static void trace(YamlText yaml, String name, Trace trace) {
        if (!trace.equals(Trace.NONE)) {
            yaml.entry(DEPTH, name, text(trace));
        }
    }

    private static String text(Trace trace) {
        return "{impulse: " + DataWriter.number(trace.impulse()) + ", tau: " + DataWriter.number(trace.tau()) + "}";
    }

    private static void stream(YamlText yaml, int depth, LearningRule rule) {
        if (rule.stream() != 0) {
            yaml.entry(depth, "stream", Integer.toString(rule.stream()));
        }
    }
}
