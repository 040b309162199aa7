package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import java.util.Random;
import jdk.incubator.vector.IntVector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector and the plain neuron scan of profile nengo are the same function, bit for bit, counters included. */
class NengoKernelsTest {
    private static final ChipSpec LOIHI = Chips.load("loihi");

    private static int pick(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }

    private static CompartmentConfig config(Random random, int compartments, boolean refractory, int negLimit) {
        CoreWords core = new CoreWords(LOIHI, 0);
        core.compartments(compartments);
        for (int p = 0; p < 32; p++) {
            core.profile(
                    p,
                    pick(random, 0, 1, 4094, 4095, random.nextInt(4096)),
                    pick(random, 0, 1, 4094, 4095, random.nextInt(4096)),
                    refractory ? pick(random, 0, 1, 2, 63, random.nextInt(64)) : 1,
                    false);
        }
        for (int t = 0; t < 8; t++) {
            core.threshold(t, pick(random, 1, 131071, 1 + random.nextInt(131071)));
        }
        for (int i = 0; i < compartments; i++) {
            core.compartment(
                    i,
                    random.nextInt(32),
                    random.nextInt(8),
                    pick(random, 0, 4095, -4095, random.nextInt(8191) - 4095),
                    random.nextInt(8));
        }
        core.set("registers", 0, "neg_limit", negLimit).set("registers", 0, "pos_limit", random.nextInt(8));
        return new CompartmentConfig(
                core.bank("registers"),
                core.bank("compartment_config"),
                core.bank("profiles"),
                core.bank("thresholds"),
                core.bank("noise"),
                ((CompartmentCoreSpec) LOIHI.core()).profile());
    }

    private static UpdateKernel.Frame frame(CompartmentConfig config, Random random, boolean refractory) {
        UpdateKernel.Frame frame = new UpdateKernel.Frame();
        frame.config = config;
        frame.state = new CompartmentState(LOIHI.memory("compartment_state"), Semantics.NENGO);
        int room = config.keepU.length;
        frame.base = 64 * random.nextInt(3);
        frame.sums = new int[frame.base + room];
        frame.noise = new int[0];
        frame.fired = new long[room / 64];
        frame.firedLow = new long[room / 64];
        frame.refractoryPossible = refractory;
        frame.blocks = room == 64 * 64 ? -1L : (1L << room / 64) - 1;
        for (int i = 0; i < config.compartments; i++) {
            frame.state.u[i] = pick(random, 0, 1, -1, 8388607, -8388608, random.nextInt() >> 8, random.nextInt() >> 16);
            // Any voltage that the vector kernel is given: also ones that only a host can have written.
            frame.state.v[i] =
                    pick(random, 0, 1, -1, 16777215, -16777215, random.nextInt() >> 8, random.nextInt() >> 16);
            frame.state.refractory[i] = refractory ? pick(random, 0, 0, 1, 2, 127, random.nextInt(128)) : 0;
        }
        sums(frame, random);
        return frame;
    }

    private static void sums(UpdateKernel.Frame frame, Random random) {
        for (int i = 0; i < frame.config.compartments; i++) {
            frame.sums[frame.base + i] = pick(
                    random,
                    0,
                    0,
                    0,
                    32767,
                    -32768,
                    32768,
                    Integer.MAX_VALUE,
                    Integer.MIN_VALUE,
                    random.nextInt(),
                    random.nextInt(2000) - 1000);
        }
    }

    private static UpdateKernel.Frame copy(UpdateKernel.Frame from) {
        UpdateKernel.Frame frame = new UpdateKernel.Frame();
        frame.config = from.config;
        frame.state = new CompartmentState(LOIHI.memory("compartment_state"), Semantics.NENGO);
        System.arraycopy(from.state.u, 0, frame.state.u, 0, from.state.u.length);
        System.arraycopy(from.state.v, 0, frame.state.v, 0, from.state.v.length);
        System.arraycopy(from.state.refractory, 0, frame.state.refractory, 0, from.state.refractory.length);
        frame.sums = from.sums.clone();
        frame.base = from.base;
        frame.noise = new int[0];
        frame.fired = new long[from.fired.length];
        frame.firedLow = new long[from.firedLow.length];
        frame.refractoryPossible = from.refractoryPossible;
        frame.blocks = from.blocks;
        return frame;
    }

    private static void assertSame(UpdateKernel.Frame plain, UpdateKernel.Frame vector, String when) {
        assertArrayEquals(plain.state.u, vector.state.u, "u " + when);
        assertArrayEquals(plain.state.v, vector.state.v, "v " + when);
        assertArrayEquals(plain.state.refractory, vector.state.refractory, "refractory " + when);
        assertArrayEquals(plain.fired, vector.fired, "spikes " + when);
        assertEquals(plain.changed, vector.changed, "changed blocks " + when);
        assertEquals(plain.wraps, vector.wraps, "wraps " + when);
        assertEquals(plain.saturations, vector.saturations, "saturations " + when);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("on random states, extremes and states that hosts wrote, the kernels agree in every array and count")
    void agree(boolean refractory) {
        assumeTrue(IntVector.SPECIES_PREFERRED.length() >= 8, "the vector kernel is not used on lanes this narrow");
        Random random = new Random(refractory ? 1 : 2);
        long fired = 0;
        long wraps = 0;
        long saturations = 0;
        for (int round = 0; round < 120; round++) {
            int compartments = pick(random, 1, 63, 64, 65, 1024, 1 + random.nextInt(1024));
            CompartmentConfig config = config(random, compartments, refractory, random.nextInt(25));
            assertTrue(NengoVectorKernel.serves(config));
            UpdateKernel.Frame plain = frame(config, random, refractory);
            UpdateKernel.Frame vector = copy(plain);
            for (int tick = 0; tick < 6; tick++) {
                new NengoKernel().update(plain);
                new NengoVectorKernel().update(vector);
                assertSame(plain, vector, "round " + round + " tick " + tick);
                for (long bits : plain.fired) {
                    fired += Long.bitCount(bits);
                }
                sums(plain, random);
                System.arraycopy(plain.sums, 0, vector.sums, 0, plain.sums.length);
                if (random.nextBoolean()) {
                    plain.blocks = random.nextLong() & (plain.blocks | 1);
                    vector.blocks = plain.blocks;
                }
            }
            wraps += plain.wraps;
            saturations += plain.saturations;
        }
        assertTrue(fired > 1000 && wraps > 1000 && saturations > 1000, fired + " " + wraps + " " + saturations);
    }

    @Test
    @DisplayName("the vector kernel declines cores with noise and cores whose voltage needs more than 24 bits")
    void declines() {
        assertTrue(NengoVectorKernel.serves(config(new Random(1), 10, false, 24)));
        assertFalse(NengoVectorKernel.serves(config(new Random(1), 10, false, 25)));
        CoreWords core = new CoreWords(LOIHI, 0)
                .compartments(1)
                .profile(0, 0, 0, 1, true)
                .threshold(0, 1);
        CompartmentConfig noisy = new CompartmentConfig(
                core.bank("registers"),
                core.bank("compartment_config"),
                core.bank("profiles"),
                core.bank("thresholds"),
                core.bank("noise"),
                ((CompartmentCoreSpec) LOIHI.core()).profile());
        assertFalse(NengoVectorKernel.serves(noisy));
    }

    @Test
    @DisplayName("a voltage beyond 24 bits that a host wrote gives what the plain kernel gives, then goes on as ever")
    void hostWrittenVoltage() {
        for (long written : new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, -(1 << 24)}) {
            try (OneCore core = OneCore.of("nengo", c -> c.compartments(70).profile(0, 4095, 100, 1, false))) {
                core.poke("v", 66, written).poke("v", 3, 5000).ticks(1);
                long expected = Math.max(-8388607, Math.min(8388607, NengoKernel.decay((int) written, 3996)));
                assertEquals(expected > 131071 << 6 ? 0 : expected, core.get("v", 66), "written " + written);
                assertEquals(NengoKernel.decay(5000, 3996), core.get("v", 3));
            }
        }
    }

    @Test
    @DisplayName(
            "a refractory counter that a host wrote holds its compartment, though no compartment has a refractory time")
    void hostWrittenRefractory() {
        try (OneCore core = OneCore.of("nengo", c -> c.compartments(70).profile(0, 4095, 0, 1, false))) {
            core.ticks(3).poke("refractory", 66, 3).poke("v", 66, 777).poke("v", 65, 777);
            core.ticks(3);
            assertEquals(0, core.get("v", 66));
            assertEquals(777, core.get("v", 65));
            assertEquals(0, core.get("refractory", 66));
            assertEquals(888, core.poke("v", 66, 888).ticks(1).get("v", 66));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 4096, -4096, 16777215, -16777215, 12345678, Integer.MAX_VALUE, Integer.MIN_VALUE})
    @DisplayName("the decay equals its definition in whole numbers: magnitude times k / 4096, floored, with the sign")
    void decayDefinition(int x) {
        for (int k = 0; k <= 4096; k++) {
            long magnitude = Math.floorDiv(Math.abs((long) x) * k, 4096L);
            assertEquals((int) (Integer.signum(x) * magnitude), NengoKernel.decay(x, k), "k = " + k);
        }
    }
}
