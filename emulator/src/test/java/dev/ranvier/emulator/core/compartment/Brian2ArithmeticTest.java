package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.emulator.CoreWords;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consequences of brian2_loihi's arithmetic, one by one (specification of the family, sections 5, 6 and 12). */
class Brian2ArithmeticTest {
    private static final String BRIAN2 = "brian2";

    @ParameterizedTest
    @CsvSource({
        // decay, before, after: x - sgn(x) * ceil(|x| * decay / 4096)
        "4096, 123456, 0",
        "1, 1, 0",
        "1, -1, 0",
        "1, 4096, 4095",
        "1, 4097, 4095",
        "0, -77, -77",
        "2048, -1001, -500",
        "1, 9007199254740993, 9004999983308799"
    })
    @DisplayName("a decay takes the ceiling of its part away, at any magnitude; 4096 takes all")
    void decay(int decay, long before, long after) {
        try (OneCore core = OneCore.neuron(BRIAN2, decay, 0)) {
            if (Math.abs(before) < 1L << 50) {
                assertEquals(after, core.poke("u", before).ticks(1).u());
            } else {
                assertEquals(
                        before - Math.ceilDiv(before, 4096),
                        core.poke("u", before).ticks(1).u());
            }
        }
    }

    @Test
    @DisplayName("the reported current is the one before its decay: decay_I = 1000 loses a quarter in the next tick")
    void reportedCurrent() {
        try (OneCore core = OneCore.of(BRIAN2, c -> {
            c.compartments(1).profile(0, 1024, 4096, 1, false);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {100}, null);
        })) {
            core.inject(0, 0);
            assertEquals(6400, core.ticks(1).u());
            assertEquals(6400, core.v());
            assertEquals(4800, core.ticks(1).u());
        }
    }

    @Test
    @DisplayName("u and v are not limited: they go far beyond 32 bits")
    void unlimited() {
        try (OneCore core = OneCore.neuron(BRIAN2, 0, 0)) {
            core.poke("u", -(1L << 40)).ticks(3);
            assertEquals(-(1L << 40), core.u());
            assertEquals(-3 * (1L << 40), core.v());
        }
    }

    @Test
    @DisplayName("each weight is clipped at 2^21 - 64; their sum is free")
    void weightClip() {
        try (OneCore core = OneCore.of(BRIAN2, c -> {
            c.compartments(1).profile(0, 4096, 4096, 1, false);
            c.set("synapse_formats", CoreWords.SPARSE, "weight_exponent", 7);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {-256}, null);
            c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {254}, null);
        })) {
            core.inject(0, 0).ticks(1);
            assertEquals(-(1 << 21) + 64, core.u(), "-256 * 2^13 = -2^21 is clipped");
            core.inject(1, 1).inject(1, 1).inject(1, 1).ticks(1);
            assertEquals(3 * (254 << 13), core.u());
        }
    }

    @Test
    @DisplayName("an exponent is applied to each weight and floors: two spikes of 3 * 2^-1 give 1 + 1")
    void exponentOfTheWeight() {
        try (OneCore core = OneCore.of(BRIAN2, c -> {
            c.compartments(1).profile(0, 4096, 4096, 1, false);
            c.set("synapse_formats", CoreWords.SHIFTED, "weight_exponent", -1);
            c.axon(CoreWords.SHIFTED, new int[] {0}, new int[] {3}, null);
            c.axon(CoreWords.SHIFTED, new int[] {0}, new int[] {-3}, null);
        })) {
            core.inject(0, 0).inject(0, 0);
            assertEquals(2 * 64, core.ticks(1).u());
            core.inject(1, 1);
            assertEquals(-2 * 64, core.ticks(1).u());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "64, 64"})
    @DisplayName("refractory R: the next spike comes R ticks later at the earliest, and v is 0 until then")
    void refractory(int refractory, int period) {
        try (OneCore core = OneCore.of(
                BRIAN2,
                c -> c.compartments(1).profile(0, 0, 0, refractory, false).threshold(0, 1))) {
            core.poke("u", 65).ticks(1);
            assertEquals(1, core.spikes());
            for (int t = 1; t < period; t++) {
                assertEquals(0, core.ticks(1).v());
                assertEquals(0, core.spikes());
            }
            core.ticks(1);
            assertEquals(1, core.spikes());
        }
    }

    @Test
    @DisplayName("a host that writes a refractory counter holds v where it is, as the reference keeps it")
    void heldVoltage() {
        try (OneCore core = OneCore.neuron(BRIAN2, 0, 0)) {
            core.poke("u", 10).poke("v", 500).poke("refractory", 2);
            assertEquals(500, core.ticks(2).v());
            assertEquals(510, core.ticks(1).v());
        }
    }

    @Test
    @DisplayName("the first tick is 0; a host spike of stamp t acts in tick t + d, a neuron's spike in tick t + 1 + d")
    void latency() {
        for (int delay : new int[] {0, 1, 62}) {
            try (OneCore core = OneCore.of(BRIAN2, c -> {
                c.compartments(2)
                        .profile(0, 4096, 4096, 1, false)
                        .threshold(0, 10)
                        .threshold(1, 131071);
                c.compartment(0, 0, 0, 0, 0).compartment(1, 0, 1, 0, 0);
                c.axon(CoreWords.SPARSE, new int[] {0}, new int[] {20}, new int[] {delay});
                int onward = c.axon(CoreWords.SPARSE, new int[] {1}, new int[] {30}, new int[] {delay});
                c.output(0, 0, onward, 0);
            })) {
                core.inject(2, 0);
                for (long tick = 0; tick <= 140; tick++) {
                    assertEquals(tick, core.ticks(1).chip.tick());
                    assertEquals(tick == 2 + delay ? 1 : 0, core.spikes(), "spike in tick " + tick);
                    assertEquals(tick == 3 + 2 * delay ? 30 * 64 : 0, core.get("u", 1), "delay " + delay);
                }
            }
        }
    }

    @Test
    @DisplayName("a threshold of 0 is allowed")
    void zeroThreshold() {
        try (OneCore core = OneCore.of(
                BRIAN2, c -> c.compartments(1).profile(0, 4096, 0, 1, false).threshold(0, 0))) {
            core.poke("v", 1).ticks(1);
            assertEquals(1, core.spikes());
        }
    }
}
