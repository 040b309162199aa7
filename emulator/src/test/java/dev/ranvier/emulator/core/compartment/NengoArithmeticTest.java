package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.emulator.CoreWords;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consequences of the nengo-loihi emulator's arithmetic, one by one (specification of the family, section 3). */
class NengoArithmeticTest {
    private static final String NENGO = "nengo";

    @ParameterizedTest
    @CsvSource({"1000, 999", "1, 0", "-1, 0", "-1000, -999", "8388607, 8386559", "-8388608, -8386560", "0, 0"})
    @DisplayName("decay_u = 0 still loses magnitude: the kept part is 4095 / 4096")
    void noCurrentDecay(long before, long after) {
        try (OneCore core = OneCore.neuron(NENGO, 0, 0)) {
            assertEquals(after, core.poke("u", before).ticks(1).u());
        }
    }

    @Test
    @DisplayName("decay_u = 4095 forgets the current at once: u is the tick's input")
    void totalCurrentDecay() {
        try (OneCore core = OneCore.of(NENGO, c -> {
            c.compartments(1).profile(0, 4095, 0, 1, false);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {100}, null);
        })) {
            core.inject(0, 0).inject(2, 0).poke("u", 5000).ticks(1);
            assertEquals(6400, core.u());
            assertEquals(0, core.ticks(1).u());
            assertEquals(6400, core.ticks(1).u());
            assertEquals(12800, core.v(), "v integrates what u was");
        }
    }

    @ParameterizedTest
    @CsvSource({"4095, 0", "4096, 1", "8191, 1", "-4096, -1", "-4095, 0", "40960, 10"})
    @DisplayName("decay_v = 4095 leaves 1 / 4096: a voltage of 4096 or more leaves a residue")
    void nearlyTotalVoltageDecay(long before, long after) {
        try (OneCore core = OneCore.neuron(NENGO, 4095, 4095)) {
            assertEquals(after, core.poke("v", before).ticks(1).v());
        }
    }

    @Test
    @DisplayName("decay_v = 0 is a perfect integrator")
    void perfectIntegrator() {
        try (OneCore core = OneCore.neuron(NENGO, 4095, 0)) {
            assertEquals(-77777, core.poke("v", -77777).ticks(1000).v());
        }
    }

    @ParameterizedTest
    @CsvSource({"1001, 500", "-1001, -500", "1, 0", "-1, 0"})
    @DisplayName("decay rounds toward zero for both signs")
    void towardZero(long before, long after) {
        try (OneCore core = OneCore.neuron(NENGO, 4095, 2048)) {
            assertEquals(after, core.poke("v", before).ticks(1).v());
        }
    }

    @Test
    @DisplayName("the bias goes to the voltage and leaves the current as it is")
    void bias() {
        try (OneCore core = OneCore.of(
                NENGO, c -> c.compartments(1).profile(0, 2048, 0, 1, false).compartment(0, 0, 0, 4095, 7))) {
            core.poke("u", 1000).ticks(1);
            assertEquals(499, core.u(), "1000 * 2047 / 4096");
            assertEquals(499 + (4095 << 7), core.v());
        }
    }

    @Test
    @DisplayName("a voltage equal to the threshold does not fire, one above does, and is reset to 0")
    void strictThreshold() {
        try (OneCore core = OneCore.of(NENGO, c -> c.compartments(1)
                .profile(0, 4095, 0, 1, false)
                .threshold(0, 10)
                .compartment(0, 0, 0, 0, 0))) {
            assertEquals(640, core.poke("v", 640).ticks(1).v());
            assertEquals(0, core.spikes());
            assertEquals(0, core.poke("v", 641).ticks(1).v());
            assertEquals(1, core.spikes());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 5", "63, 63"})
    @DisplayName("refract_delay R: the voltage integrates again R ticks after the spike, and the next spike comes then")
    void refractory(int delay, int period) {
        try (OneCore core = OneCore.of(NENGO, c -> c.compartments(1)
                .profile(0, 4095, 0, delay, false)
                .threshold(0, 1)
                .compartment(0, 0, 0, 65, 0))) {
            core.ticks(1);
            assertEquals(1, core.spikes(), "65 > 64 fires in the first tick");
            for (int round = 0; round < 3; round++) {
                for (int t = 1; t < period; t++) {
                    assertEquals(0, core.ticks(1).v(), "dead tick " + t);
                    assertEquals(0, core.spikes());
                }
                core.ticks(1);
                assertEquals(1, core.spikes(), "after " + period + " ticks");
            }
        }
    }

    @Test
    @DisplayName("the current goes on integrating while the voltage is held at 0")
    void currentWhileRefractory() {
        try (OneCore core = OneCore.of(NENGO, c -> {
            c.compartments(1).profile(0, 0, 0, 10, false).threshold(0, 1);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {100}, null);
        })) {
            core.inject(0, 0).inject(1, 0).inject(2, 0).ticks(1);
            assertEquals(1, core.spikes());
            assertEquals(6400, core.u());
            assertEquals(6398 + 6400, core.ticks(1).u());
            assertEquals(12794 + 6400, core.ticks(1).u());
            assertEquals(0, core.v());
        }
    }

    private static OneCore strongInputs(int decayU, int neg) {
        return OneCore.of(NENGO, c -> {
            c.compartments(1).profile(0, decayU, 0, 1, false);
            // In units of 2^13: 254, 1 and -256; 256 of them are 2^21.
            c.set("synapse_formats", CoreWords.SPARSE, "weight_exponent", 7);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {254}, null);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {1}, null);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {-256}, null);
            c.set("registers", 0, "neg_limit", neg);
        });
    }

    @Test
    @DisplayName("the accumulator has 21 bits and a sign: 2^21 wraps to -2^21, and the wrap is counted")
    void accumulatorWraps() {
        try (OneCore core = strongInputs(4095, 23)) {
            core.inject(0, 0).inject(0, 1).inject(0, 1).ticks(1);
            assertEquals(-(1 << 21), core.get("q", 0));
            assertEquals(-(1 << 21), core.u());
            assertEquals(1, core.chip.counters().wraps());
            core.inject(1, 2).ticks(1);
            assertEquals(-(1 << 21), core.u(), "-2^21 itself is in range");
            assertEquals(1, core.chip.counters().wraps());
        }
    }

    @Test
    @DisplayName("the sum of the accumulator is exact however it is reached: it wraps once per tick, not per addition")
    void accumulatorWrapsOnce() {
        try (OneCore core = strongInputs(4095, 23)) {
            for (int i = 0; i < 5; i++) {
                core.inject(0, 0).inject(0, 2);
            }
            core.ticks(1);
            assertEquals(5 * (254 - 256) << 13, core.u());
            assertEquals(0, core.chip.counters().wraps());
        }
    }

    @Test
    @DisplayName("u reaching +2^23 becomes -2^23; -2^23 stays")
    void currentWraps() {
        try (OneCore core = strongInputs(0, 23)) {
            core.poke("u", 6_301_187).inject(0, 0).inject(0, 1).ticks(1);
            assertEquals(-(1 << 23), core.u(), "6301187 decays to 2^23 - 255 * 2^13");
            assertEquals(1, core.chip.counters().wraps());
            core.poke("u", -6_292_993).poke("v", 0).inject(1, 2).ticks(1);
            assertEquals(-(1 << 23), core.u(), "-6292993 decays to -2^23 + 2^21");
            core.poke("u", -6_293_056).poke("v", 0).inject(2, 2).ticks(1);
            assertEquals((1 << 23) - 63, core.u(), "one step further wraps");
            assertEquals(2, core.chip.counters().wraps());
        }
    }

    @Test
    @DisplayName("u + bias wraps at 2^23 on its way to v; u itself is not changed")
    void sumWithBiasWraps() {
        try (OneCore core = OneCore.of(
                NENGO, c -> c.compartments(1).profile(0, 0, 4095, 1, false).compartment(0, 0, 0, 4095, 7))) {
            core.poke("u", 8_388_607).ticks(1);
            assertEquals(8_386_559, core.u());
            assertEquals(8_386_559 + (4095 << 7) - (1 << 24), core.v());
            assertEquals(1, core.chip.counters().wraps());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 511", "9, 1, -511, 2047", "23, 7, -8388607, 8388607", "31, 3, -2147483647, 32767"})
    @DisplayName("v is clipped to -(2^n) + 1 and 2^(9+2p) - 1; clipping above is counted as saturation")
    void clipping(int n, int p, long vmin, long vmax) {
        try (OneCore core = OneCore.of(NENGO, c -> {
            c.compartments(1).profile(0, 4095, 0, 1, false).set("registers", 0, "neg_limit", n);
            c.set("registers", 0, "pos_limit", p);
        })) {
            core.poke("v", Integer.MIN_VALUE).ticks(1);
            assertEquals(vmin, core.v());
            core.poke("v", Integer.MAX_VALUE).ticks(1);
            if (vmax > 131071 << 6) {
                assertEquals(1, core.spikes(), "8388607 is above the largest threshold");
            } else {
                assertEquals(vmax, core.v());
            }
            assertEquals(1, core.chip.counters().saturations());
        }
    }

    @Test
    @DisplayName("v does not wrap: at the widest limit it goes far beyond 24 bits below zero")
    void voltageDoesNotWrap() {
        try (OneCore core = OneCore.of(
                NENGO, c -> c.compartments(1).profile(0, 0, 0, 1, false).set("registers", 0, "neg_limit", 31))) {
            core.poke("v", -2_000_000_000).poke("u", -8_388_608).ticks(1);
            assertEquals(-2_000_000_000 - 8_386_560, core.v());
        }
    }

    @Test
    @DisplayName(
            "a host spike stamped s acts in tick s + 1, a neuron's spike of tick t in tick t + 1; the first tick is 1")
    void latency() {
        try (OneCore core = OneCore.of(NENGO, c -> {
            c.compartments(2).profile(0, 4095, 4095, 1, false).threshold(0, 10).threshold(1, 131071);
            c.compartment(0, 0, 0, 0, 0).compartment(1, 0, 1, 0, 0);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {20}, null);
            int onward = c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {30}, null);
            c.output(0, 0, onward, 0);
        })) {
            core.inject(3, 0);
            for (long tick = 1; tick <= 8; tick++) {
                assertEquals(tick, core.ticks(1).chip.tick());
                assertEquals(tick == 4 ? 1 : 0, core.spikes(), "spike in tick " + tick);
                assertEquals(tick == 5 ? 30 * 64 : 0, core.get("u", 1), "input in tick " + tick);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // draw, offset, exponent, noise = trunc((draw + 64 offset) * 2^(exponent - 7))
        "100, 0, 7, 100",
        "127, 0, 1, 1",
        "-127, 0, 1, -1",
        "63, 0, 1, 0",
        "-63, 0, 1, 0",
        "-127, 1, 8, -126",
        "5, -2, 10, -984",
        "127, 0, 23, 8323072"
    })
    @DisplayName("noise is the scaled draw, rounded toward zero, added to the accumulator or to u + bias")
    void noise(int draw, int offset, int exponent, long noise) {
        for (int atMembrane = 0; atMembrane <= 1; atMembrane++) {
            int where = atMembrane;
            try (OneCore core = OneCore.of(NENGO, c -> {
                c.compartments(1).profile(0, 4095, 4095, 1, true);
                c.set("noise", 0, "exponent", exponent).set("noise", 0, "offset", offset);
                c.set("noise", 0, "at_membrane", where);
                c.word("random", 1, 1L | 64L << 1 | 1L << 32).word("random", 64, draw);
            })) {
                core.ticks(1);
                long inAccumulator = noise << 42 >> 42;
                assertEquals(where == 0 ? inAccumulator : 0, core.get("q", 0));
                assertEquals(where == 0 ? inAccumulator : 0, core.u());
                assertEquals(where == 0 ? inAccumulator : noise, core.v());
            }
        }
    }

    @Test
    @DisplayName("a draw is taken for every compartment in every tick, whether its noise is on or not")
    void drawsForAll() {
        try (OneCore core = OneCore.of(NENGO, c -> {
            c.compartments(3).profile(0, 4095, 4095, 1, false).profile(1, 4095, 4095, 1, true);
            c.compartment(0, 0, 0, 0, 0).compartment(1, 1, 0, 0, 0).compartment(2, 0, 0, 0, 0);
            c.set("noise", 0, "exponent", 7);
            c.word("random", 1, 1L | 64L << 1 | 6L << 32);
            for (int i = 0; i < 6; i++) {
                c.word("random", 64 + i, 10 + i);
            }
        })) {
            core.ticks(1);
            assertEquals(0, core.get("u", 0));
            assertEquals(11, core.get("u", 1));
            assertEquals(14, core.ticks(1).get("u", 1));
        }
    }
}
