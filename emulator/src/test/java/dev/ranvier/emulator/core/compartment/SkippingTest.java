package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.emulator.memory.MemoryBank;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of compartments at rest are skipped, and nobody can tell. */
class SkippingTest {
    private static final int N = 700;

    /** Makes the core look at all of its blocks in the next tick: a host that writes a word as it is. */
    private static void wake(OneCore core) {
        MemoryBank state = core.chip.memory(0, "compartment_state");
        state.write(0, state.read(0));
    }

    private static Consumer<CoreWords> sparseActivity(String profile) {
        Random random = new Random(profile.hashCode());
        return c -> {
            c.compartments(N);
            int refractory = profile.equals("lava") ? 0 : 3;
            c.profile(0, 3000, 3000, refractory, false).profile(1, 4095, 0, refractory, false);
            c.profile(2, 0, 1, refractory, false);
            c.threshold(0, 20).threshold(1, 131071);
            if (!profile.equals("brian2")) {
                // Integrators that climb to their upper limit and stay there; the limit lies below the threshold.
                c.set("registers", 0, "pos_limit", 4);
                c.compartment(650, 1, 1, 4000, 4).compartment(651, 1, 1, -4000, 4);
            }
            for (int i = 0; i < 640; i++) {
                c.compartment(i, random.nextInt(3), random.nextInt(8) == 0 ? 0 : 1, 0, 0);
            }
            for (int a = 0; a < 8; a++) {
                int block = random.nextInt(10) * 64;
                int[] target = random.ints(12, block, block + 64).toArray();
                int[] delay =
                        profile.equals("nengo") ? null : random.ints(12, 0, 40).toArray();
                c.axon(CoreWords.SPARSE, target, random.ints(12, -60, 120).toArray(), delay);
            }
            for (int i = 0; i < 640; i += 2) {
                c.output(i, 0, random.nextInt(8), 0);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName("a core that skips and one that is woken every tick have the same state, spikes and counters")
    void same(String profile) {
        try (OneCore skipping = OneCore.of(profile, sparseActivity(profile));
                OneCore woken = OneCore.of(profile, sparseActivity(profile))) {
            int[] all = IntStream.range(0, N).toArray();
            int spikes = 0;
            for (int tick = 1; tick <= 400; tick++) {
                if (tick % 60 < 10) {
                    skipping.inject(tick, tick % 8);
                    woken.inject(tick, tick % 8);
                }
                if (tick == 200) {
                    skipping.poke("v", 333, 1000);
                    woken.poke("v", 333, 1000);
                }
                wake(woken);
                skipping.ticks(1);
                woken.ticks(1);
                for (String variable : skipping.chip.stateVariables()) {
                    long[] a = new long[N];
                    long[] b = new long[N];
                    skipping.chip.readState(variable, all, a);
                    woken.chip.readState(variable, all, b);
                    assertArrayEquals(b, a, variable + " after tick " + tick);
                }
                int fired = skipping.chip.spikeLog().size();
                spikes += fired;
                assertEquals(woken.chip.spikeLog().size(), fired);
                skipping.chip.spikeLog().clear();
                woken.chip.spikeLog().clear();
                assertEquals(woken.chip.counters(), skipping.chip.counters(), "counters after tick " + tick);
            }
            assertTrue(spikes > 20, "there were spikes: " + spikes);
        }
    }

    @Test
    @DisplayName("a voltage held at its upper limit is counted as saturated in every tick, also on a core at rest")
    void saturationAtRest() {
        try (OneCore core = OneCore.of("nengo", c -> {
            c.compartments(1).profile(0, 4095, 0, 1, false).compartment(0, 0, 0, 100, 0);
            c.set("registers", 0, "pos_limit", 0);
        })) {
            core.ticks(5);
            assertEquals(500, core.v());
            assertEquals(0, core.chip.counters().saturations());
            core.ticks(100);
            assertEquals(511, core.v());
            assertEquals(100, core.chip.counters().saturations());
        }
    }
}
