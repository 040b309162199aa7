package dev.ranvier.hw.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.Chips;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule.GradedMode;
import dev.ranvier.hw.learning.LearningRule.Kind;
import dev.ranvier.hw.learning.LearningRule.Trace;
import dev.ranvier.hw.learning.Product.Dependency;
import dev.ranvier.hw.learning.Product.Factor;
import dev.ranvier.hw.learning.Product.Variable;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A learning rule and its words in memory {@code learning} are the same thing. */
class LearningRuleTest {
    private static final MemorySpec MEMORY = Chips.load("loihi").memory("learning");

    @Provide
    Arbitrary<Factor> factors() {
        return Combinators.combine(
                        Arbitraries.of(Variable.values()),
                        Arbitraries.integers().between(-512, 511),
                        Arbitraries.of(true, false))
                .as(Factor::new);
    }

    @Provide
    Arbitrary<Product> products() {
        return Combinators.combine(
                        Arbitraries.of(Dependency.values()),
                        Arbitraries.integers().between(0, 15),
                        Arbitraries.integers().between(-128, 127),
                        Arbitraries.integers().between(-64, 63),
                        factors().list().ofMaxSize(6))
                .as(Product::new);
    }

    @Provide
    Arbitrary<Trace> traces() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 127),
                        Arbitraries.doubles().between(0, 1000))
                .as(Trace::new);
    }

    @Provide
    Arbitrary<LearningRule> rules() {
        Arbitrary<List<Product>> list = products().list().ofMaxSize(8);
        Arbitrary<List<Trace>> five = traces().list().ofSize(5);
        Arbitrary<List<Integer>> numbers = Arbitraries.integers().list().ofSize(8);
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.of(GradedMode.values()),
                        five,
                        numbers,
                        list,
                        list,
                        list)
                .as((kind, graded, t, n, dw, dd, dt) -> new LearningRule(
                        kind,
                        Math.floorMod(n.get(0), 63) + 1,
                        Math.floorMod(n.get(1), 63) + 1,
                        graded,
                        n.get(2) << 24 >> 24,
                        n.get(3) << 24 >> 24,
                        t.get(0),
                        t.get(1),
                        t.get(2),
                        t.get(3),
                        t.get(4),
                        dw,
                        dd,
                        dt,
                        n.get(4) & Integer.MAX_VALUE));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @Label("the words of a rule read back as the rule, at any offset")
    void roundTrip(@ForAll("rules") LearningRule rule) {
        long[] words = rule.toWords(MEMORY);
        assertEquals(LearningRule.WORDS, words.length);
        assertEquals(rule, LearningRule.fromWords(MEMORY, words, 0));
        long[] second = new long[2 * LearningRule.WORDS];
        System.arraycopy(words, 0, second, LearningRule.WORDS, LearningRule.WORDS);
        assertEquals(rule, LearningRule.fromWords(MEMORY, second, LearningRule.WORDS));
    }

    @Property(tries = 300)
    @Label("words that a host made up read as a rule or are refused with a message; reading never fails otherwise")
    void anyWords(@ForAll long seed) {
        Random random = new Random(seed);
        long[] words = random.longs(LearningRule.WORDS).toArray();
        if (random.nextBoolean()) {
            // Plausible traces, so that more than the first check is reached.
            for (int word = 2; word < 12; word++) {
                words[word] = Double.doubleToRawLongBits(random.nextDouble() * 100);
            }
        }
        try {
            LearningRule rule = LearningRule.fromWords(MEMORY, words, 0);
            assertEquals(rule, LearningRule.fromWords(MEMORY, rule.toWords(MEMORY), 0));
        } catch (RanvierException e) {
            assertTrue(e.getMessage().contains("allowed"), e.getMessage());
        }
    }

    @Test
    @DisplayName("all zeros is a rule that is off")
    void zeros() {
        assertEquals(
                Kind.OFF,
                LearningRule.fromWords(MEMORY, new long[LearningRule.WORDS], 0).kind());
    }

    private static LearningRule rule(int traceEpoch, int epoch, Trace x1, List<Product> dw) {
        return new LearningRule(
                Kind.PRODUCTS,
                traceEpoch,
                epoch,
                GradedMode.OFF,
                0,
                0,
                x1,
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                Trace.NONE,
                dw,
                List.of(),
                List.of(),
                0);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable what) {
        return assertThrows(RanvierException.class, what).getMessage();
    }

    @Test
    @DisplayName("what the words cannot hold is refused with its range when the rule is made")
    void ranges() {
        Product product = new Product(Dependency.X0, 0, 1, 0, List.of());
        assertTrue(refusal(() -> rule(0, 1, Trace.NONE, List.of())).contains("trace epoch is 0 ticks, allowed: 1..63"));
        assertTrue(refusal(() -> rule(1, 64, Trace.NONE, List.of())).contains("epoch is 64 ticks, allowed: 1..63"));
        assertTrue(refusal(() -> rule(1, 1, Trace.NONE, java.util.Collections.nCopies(27, product)))
                .contains("has 27 products, allowed: 0..26"));
        assertTrue(
                refusal(() -> new Product(Dependency.X0, 16, 1, 0, List.of())).contains("16, allowed: 0..15"));
        assertTrue(
                refusal(() -> new Product(Dependency.X0, 0, 128, 0, List.of())).contains("128, allowed: -128..127"));
        assertTrue(
                refusal(() -> new Product(Dependency.X0, 0, 1, 64, List.of())).contains("64, allowed: -64..63"));
        assertTrue(refusal(() -> new Product(
                        Dependency.X0, 0, 1, 0, java.util.Collections.nCopies(7, new Factor(Variable.W, 0, false))))
                .contains("7, allowed: 0..6"));
        assertTrue(refusal(() -> new Factor(Variable.W, 512, false)).contains("constant 512"));
        assertTrue(refusal(() -> new Trace(128, 10)).contains("impulse 128.0"));
        assertTrue(refusal(() -> new Trace(-1, 10)).contains("impulse -1.0"));
        assertTrue(refusal(() -> new Trace(1, Double.NaN)).contains("tau NaN"));
        assertTrue(refusal(() -> new Trace(1, -3)).contains("tau -3.0"));
    }

    @Test
    @DisplayName("the largest rule fills the group's words exactly")
    void largest() {
        Product product = new Product(
                Dependency.U,
                15,
                -128,
                -64,
                java.util.Collections.nCopies(6, new Factor(Variable.CONSTANT, -512, true)));
        LearningRule rule = rule(63, 63, new Trace(127, 1e12), java.util.Collections.nCopies(26, product));
        assertEquals(rule, LearningRule.fromWords(MEMORY, rule.toWords(MEMORY), 0));
    }
}
