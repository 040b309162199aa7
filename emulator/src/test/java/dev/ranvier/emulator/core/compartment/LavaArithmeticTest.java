package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.emulator.CoreWords;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consequences of Lava's fixed-point processes, one by one (specification of the family, sections 4, 6 and 12). */
class LavaArithmeticTest {
    private static final String LAVA = "lava";

    /** Channel 0: mantissa · 2^13. */
    private static OneCore strong(int mantissa) {
        return OneCore.of(LAVA, c -> {
            c.compartments(1).profile(0, 0, 4095, 0, false);
            c.set("synapse_formats", CoreWords.SPARSE, "weight_exponent", 7);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {mantissa}, null);
        });
    }

    @Test
    @DisplayName("u reaching exactly +2^23 stays, -2^23 becomes +2^23")
    void edges() {
        // 8 spikes of 128 * 2^13 = 2^23.
        for (int mantissa : new int[] {128, -128}) {
            try (OneCore core = strong(mantissa)) {
                for (int i = 0; i < 8; i++) {
                    core.inject(0, 0);
                }
                assertEquals(1 << 23, core.ticks(1).u(), "mantissa " + mantissa);
            }
        }
    }

    @Test
    @DisplayName("only one wrap is undone: 3 * 2^23 ends at +2^23, 5 * 2^23 stays out of range")
    void oneWrap() {
        for (int times : new int[] {3, 5}) {
            try (OneCore core = strong(128)) {
                for (int i = 0; i < 8 * times; i++) {
                    core.inject(0, 0);
                }
                assertEquals((long) (times - 2) << 23, core.ticks(1).u());
            }
        }
    }

    @Test
    @DisplayName("the accumulator has no limit of 22 bits")
    void accumulator() {
        try (OneCore core = strong(255)) {
            core.inject(0, 0).inject(0, 0).ticks(1);
            assertEquals(2 * (255 << 7), core.get("q", 0), "in units of 64");
            assertEquals(2 * (255 << 13), core.u());
            assertEquals(0, core.chip.counters().wraps());
        }
    }

    @Test
    @DisplayName("v is clipped to +-(2^23 - 1); u + bias is not wrapped before")
    void voltage() {
        try (OneCore core = OneCore.of(
                LAVA, c -> c.compartments(1).profile(0, 0, 0, 0, false).compartment(0, 0, 0, -32768, 7))) {
            core.poke("v", -8_000_000).ticks(1);
            assertEquals(-8_388_607, core.v());
            core.poke("u", -8_388_600).ticks(1);
            assertEquals(-8_388_607, core.v());
        }
    }

    @ParameterizedTest
    @CsvSource({"5, -1, 2", "-5, -1, -3", "-1, -7, -1", "100, 3, 800", "-32768, 0, -32768"})
    @DisplayName("a negative bias exponent shifts right and floors")
    void bias(int mantissa, int exponent, long bias) {
        try (OneCore core = OneCore.of(
                LAVA, c -> c.compartments(1).profile(0, 0, 4095, 0, false).compartment(0, 0, 0, mantissa, exponent))) {
            assertEquals(bias, core.ticks(1).v());
        }
    }

    @Test
    @DisplayName("a negative weight exponent shifts the sum, not the weights: (3 + 3) >> 1 is 3")
    void exponentOfTheSum() {
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(1).profile(0, 4095, 4095, 0, false);
            c.set("synapse_formats", CoreWords.SHIFTED, "weight_exponent", -1);
            c.axon(CoreWords.SHIFTED, new int[] {0}, new int[] {3}, null);
            c.axon(CoreWords.SHIFTED, new int[] {0}, new int[] {-2}, null);
        })) {
            core.inject(0, 0)
                    .inject(0, 0)
                    .inject(1, 0)
                    .inject(2, 0)
                    .inject(2, 1)
                    .inject(2, 1)
                    .inject(2, 1);
            assertEquals(3 * 64, core.ticks(1).u());
            assertEquals(1 * 64, core.ticks(1).u());
            assertEquals(-2 * 64, core.ticks(1).u(), "(3 - 6) >> 1 floors");
        }
    }

    @Test
    @DisplayName("weights of two formats with negative exponents are summed and shifted apart")
    void exponentsApart() {
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(1).profile(0, 4095, 4095, 0, false);
            c.axon(CoreWords.SHIFTED, new int[] {0}, new int[] {3}, null);
            c.set("synapse_formats", CoreWords.GRADED, "graded", 0);
            c.set("synapse_formats", CoreWords.GRADED, "weight_exponent", -1);
            c.axon(CoreWords.GRADED, new int[] {0}, new int[] {5}, null);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {1}, null);
        })) {
            core.inject(0, 0).inject(0, 1).inject(0, 2).ticks(1);
            assertEquals((3 >> 2) + (5 >> 1) + 1, core.get("q", 0));
        }
    }

    @Test
    @DisplayName("a spike of tick t with delay d acts in tick t + 1 + d, for d up to 63; a host spike of stamp t too")
    void delays() {
        for (int delay : new int[] {0, 1, 5, 63}) {
            try (OneCore core = OneCore.of(LAVA, c -> {
                c.compartments(2)
                        .profile(0, 4095, 4095, 0, false)
                        .threshold(0, 10)
                        .threshold(1, 131071);
                c.compartment(0, 0, 0, 0, 0).compartment(1, 0, 1, 0, 0);
                c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {20}, null);
                int onward = c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {30}, new int[] {delay});
                c.output(0, 0, onward, 0);
            })) {
                core.inject(2, 0);
                for (long tick = 1; tick <= 70; tick++) {
                    core.ticks(1);
                    assertEquals(tick == 3 ? 1 : 0, core.spikes(), "spike in tick " + tick);
                    assertEquals(tick == 4 + delay ? 30 * 64 : 0, core.get("u", 1), "delay " + delay + " tick " + tick);
                }
            }
        }
    }

    @Test
    @DisplayName("one row may hold every delay; each synapse arrives at its own tick")
    void mixedDelays() {
        int[] target = new int[64];
        int[] weight = new int[64];
        int[] delay = new int[64];
        for (int i = 0; i < 64; i++) {
            target[i] = i / 2;
            weight[i] = 1 + i;
            delay[i] = 63 - i;
        }
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(32).profile(0, 4095, 4095, 0, false);
            c.axon(CoreWords.SPARSE, target, weight, delay);
        })) {
            core.inject(0, 0);
            for (int tick = 1; tick <= 66; tick++) {
                core.ticks(1);
                for (int c = 0; c < 32; c++) {
                    int arriving = 64 - tick;
                    long expected = arriving >= 0 && arriving / 2 == c ? (1 + arriving) * 64L : 0;
                    assertEquals(expected, core.get("u", c), "tick " + tick + " compartment " + c);
                }
            }
        }
    }

    @Test
    @DisplayName("a graded synapse multiplies by the signed payload, another counts any spike as 1")
    void graded() {
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(2).profile(0, 4095, 4095, 0, false);
            c.axon(CoreWords.GRADED, new int[] {0}, new int[] {7}, null);
            c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {7}, null);
        })) {
            core.chip.inject(0, 0, -5);
            core.chip.inject(0, 1, -5);
            core.ticks(1);
            assertEquals(-35 * 64, core.get("u", 0));
            assertEquals(7 * 64, core.get("u", 1));
        }
    }

    @Test
    @DisplayName("a ternary compartment fires +1 above the upper and -1 below the lower threshold, and is reset to 0")
    void ternary() {
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(1).profile(0, 4095, 0, 0, false).set("profiles", 0, "ternary", 1);
            c.threshold(0, 4).set("thresholds", 0, "vth_low", -3);
        })) {
            assertEquals(256, core.poke("v", 256).ticks(1).v());
            assertEquals(-192, core.poke("v", -192).ticks(1).v());
            assertEquals(0, core.chip.spikeLog().size());
            assertEquals(0, core.poke("v", 257).ticks(1).v());
            assertEquals(0, core.poke("v", -193).ticks(1).v());
            assertEquals(2, core.chip.spikeLog().size());
            assertEquals(1, core.chip.spikeLog().value(0));
            assertEquals(-1, core.chip.spikeLog().value(1));
        }
    }

    @Test
    @DisplayName("a periodic reset clears u and v before the update of its ticks")
    void periodicReset() {
        try (OneCore core = OneCore.of(LAVA, c -> {
            c.compartments(1).profile(0, 0, 0, 0, false);
            c.set("profiles", 0, "reset_interval", 3).set("profiles", 0, "reset_offset", 4);
            c.compartment(0, 0, 0, 10, 0);
        })) {
            for (int tick = 1; tick <= 7; tick++) {
                core.ticks(1);
                assertEquals((tick - 1) % 3 * 10 + 10, core.v(), "tick " + tick + ": 4 mod 3 = 1");
            }
        }
    }

    @Test
    @DisplayName("a threshold of 0 is allowed: a voltage of 1 fires, 0 does not")
    void zeroThreshold() {
        try (OneCore core = OneCore.of(
                LAVA, c -> c.compartments(1).profile(0, 4095, 0, 0, false).threshold(0, 0))) {
            core.ticks(1);
            assertEquals(0, core.spikes());
            core.poke("v", 1).ticks(1);
            assertEquals(1, core.spikes());
        }
    }
}
