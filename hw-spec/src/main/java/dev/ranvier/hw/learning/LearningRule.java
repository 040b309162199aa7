package dev.ranvier.hw.learning;

import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the synapses of a learning group change. Immutable; its words in memory {@code learning} are made by
 * {@link #toWords} and read by {@link #fromWords}.
 *
 * @param kind off, PES or sum of products
 * @param traceEpoch ticks between trace updates (PES), 1..63
 * @param epoch ticks between weight updates, 1..63
 * @param graded what the payload of a pre spike does to x1
 * @param rateMantissa learning rate mantissa (PES)
 * @param rateExponent learning rate exponent (PES)
 * @param x1 pre trace 1
 * @param x2 pre trace 2
 * @param y1 post trace 1
 * @param y2 post trace 2
 * @param y3 post trace 3
 * @param dw products that change the weight
 * @param dd products that change the learned delay (tag_2)
 * @param dt products that change the tag (tag_1)
 * @param stream number that seeds the group's draws
 */
public record LearningRule(
        Kind kind,
        int traceEpoch,
        int epoch,
        GradedMode graded,
        int rateMantissa,
        int rateExponent,
        Trace x1,
        Trace x2,
        Trace y1,
        Trace y2,
        Trace y3,
        List<Product> dw,
        List<Product> dd,
        List<Product> dt,
        int stream) {
    /** Words of a group in memory {@code learning}. */
    public static final int WORDS = 64;

    private static final int FIRST_PRODUCT_WORD = 12;
    private static final int MAX_PRODUCTS = (WORDS - FIRST_PRODUCT_WORD) / 2;

    /** Kinds of rule. */
    public enum Kind {
        /** No learning. */
        OFF,
        /** Prescribed error sensitivity, as nengo-loihi has it. */
        PES,
        /** Sum of products of traces and synaptic variables. */
        PRODUCTS
    }

    /** What the payload of a graded pre spike does to x1 (Lava). */
    public enum GradedMode {
        /** Nothing: the impulse is added. */
        OFF,
        /** x1 becomes half the payload. */
        OVERWRITE,
        /** Half the payload is added, saturating. */
        ADD_SATURATE,
        /** Half the payload is added; what overflows stays, and only then does the spike count. */
        ADD_OVERFLOW
    }

    /**
     * A trace: what a spike adds, and how fast it decays.
     *
     * @param impulse added at a spike, 0..127 and a fraction
     * @param tau time constant in ticks, 0..10^12; 0 = the trace does not exist
     */
    public record Trace(double impulse, double tau) {
        /** A trace that does not exist. */
        public static final Trace NONE = new Trace(0, 0);

        /** Checks the ranges. */
        public Trace {
            if (!(impulse >= 0 && impulse < 128) || !(tau >= 0 && tau <= 1e12)) {
                throw new RanvierException("a trace has impulse " + impulse + " and tau " + tau
                        + ", allowed: impulse 0 to below 128, tau 0 (off) to 1e12 ticks");
            }
        }
    }

    /** Copies its lists. */
    public LearningRule {
        dw = List.copyOf(dw);
        dd = List.copyOf(dd);
        dt = List.copyOf(dt);
        int products = dw.size() + dd.size() + dt.size();
        if (products > MAX_PRODUCTS) {
            throw new RanvierException("learning rule has " + products + " products, allowed: 0.." + MAX_PRODUCTS);
        }
        checkEpoch("trace epoch", traceEpoch);
        checkEpoch("learning epoch", epoch);
    }

    private static void checkEpoch(String what, int ticks) {
        if (ticks < 1 || ticks > 63) {
            throw new RanvierException(what + " is " + ticks + " ticks, allowed: 1..63");
        }
    }

    /** The group's words, laid out by {@code memory} (the memory {@code learning} of a chip). */
    public long[] toWords(MemorySpec memory) {
        long[] words = new long[WORDS];
        put(memory, words, "kind", kind.ordinal());
        put(memory, words, "trace_epoch", traceEpoch);
        put(memory, words, "epoch", epoch);
        put(memory, words, "graded_mode", graded.ordinal());
        put(memory, words, "rate_mantissa", rateMantissa);
        put(memory, words, "rate_exponent", rateExponent);
        put(memory, words, "products_w", dw.size());
        put(memory, words, "products_d", dd.size());
        put(memory, words, "products_t", dt.size());
        put(memory, words, "stream", stream);
        trace(memory, words, "x1", x1);
        trace(memory, words, "x2", x2);
        trace(memory, words, "y1", y1);
        trace(memory, words, "y2", y2);
        trace(memory, words, "y3", y3);
        int at = FIRST_PRODUCT_WORD;
        for (List<Product> products : List.of(dw, dd, dt)) {
            for (Product product : products) {
                product.encode(words, at);
                at += 2;
            }
        }
        return words;
    }

    /** Reads the group at {@code words[offset ..]}; a rule of kind {@link Kind#OFF} if the words say so. */
    public static LearningRule fromWords(MemorySpec memory, long[] words, int offset) {
        int kind = (int) get(memory, words, offset, "kind");
        if (kind >= Kind.values().length) {
            throw new RanvierException(
                    "learning group has kind " + kind + ", allowed: 0 off, 1 PES, 2 sum of products");
        }
        List<List<Product>> products = new ArrayList<>();
        int at = offset + FIRST_PRODUCT_WORD;
        int total = 0;
        for (String variable : List.of("products_w", "products_d", "products_t")) {
            int count = (int) get(memory, words, offset, variable);
            total += count;
            if (total > MAX_PRODUCTS) {
                throw new RanvierException("learning group has " + total + " products, allowed: 0.." + MAX_PRODUCTS);
            }
            List<Product> list = new ArrayList<>();
            for (int i = 0; i < count; i++, at += 2) {
                list.add(Product.decode(words, at));
            }
            products.add(list);
        }
        return new LearningRule(
                Kind.values()[kind],
                Math.max(1, (int) get(memory, words, offset, "trace_epoch")),
                Math.max(1, (int) get(memory, words, offset, "epoch")),
                GradedMode.values()[(int) get(memory, words, offset, "graded_mode")],
                (int) get(memory, words, offset, "rate_mantissa"),
                (int) get(memory, words, offset, "rate_exponent"),
                trace(memory, words, offset, "x1"),
                trace(memory, words, offset, "x2"),
                trace(memory, words, offset, "y1"),
                trace(memory, words, offset, "y2"),
                trace(memory, words, offset, "y3"),
                products.get(0),
                products.get(1),
                products.get(2),
                (int) get(memory, words, offset, "stream"));
    }

    private static void put(MemorySpec memory, long[] words, String field, long value) {
        var spec = memory.field(field);
        words[spec.word()] = spec.with(words[spec.word()], value);
    }

    private static long get(MemorySpec memory, long[] words, int offset, String field) {
        var spec = memory.field(field);
        return spec.decode(words[offset + spec.word()]);
    }

    private static void trace(MemorySpec memory, long[] words, String name, Trace trace) {
        words[memory.field(name + "_impulse").word()] = Double.doubleToRawLongBits(trace.impulse());
        words[memory.field(name + "_tau").word()] = Double.doubleToRawLongBits(trace.tau());
    }

    private static Trace trace(MemorySpec memory, long[] words, int offset, String name) {
        double impulse = Double.longBitsToDouble(
                words[offset + memory.field(name + "_impulse").word()]);
        double tau = Double.longBitsToDouble(
                words[offset + memory.field(name + "_tau").word()]);
        try {
            return new Trace(impulse, tau);
        } catch (RanvierException e) {
            throw new RanvierException("trace " + name + ": " + e.getMessage(), e);
        }
    }
}
