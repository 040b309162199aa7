package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.emulator.plasticity.PlasticSynapses;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CompartmentCoreSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Synapses act the same however they are stored and however the emulator keeps them. */
class SynapseTableTest {
    private static final int N = 300;

    private static SynapseTable table(ChipSpec spec, CoreWords core) {
        return SynapseTable.decode(
                core.bank("axon_in"),
                core.bank("synapse_rows"),
                core.bank("synapse"),
                core.bank("synapse_formats"),
                new PlasticSynapses(spec.memory("plastic_synapse")),
                N,
                ((CompartmentCoreSpec) spec.core()).profile());
    }

    private static long[] currents(OneCore core) {
        long[] out = new long[N];
        core.chip.readState("u", IntStream.range(0, N).toArray(), out);
        return out;
    }

    /** Drives axons 0 .. axons - 1 in a pattern and returns the currents of all ticks. */
    private static long[] drive(OneCore core, int axons) {
        long[][] all = new long[40][];
        for (int tick = 0; tick < all.length; tick++) {
            for (int a = 0; a < axons; a++) {
                if ((tick * 31 + a * 17) % 5 < 2) {
                    core.inject(tick + 1, a);
                    if (tick % 7 == 0) {
                        core.inject(tick + 1, a);
                    }
                }
            }
            all[tick] = currents(core.ticks(1));
        }
        return Arrays.stream(all).flatMapToLong(Arrays::stream).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nengo", "lava", "brian2"})
    @DisplayName(
            "rows kept as full rows give the same sums as the same synapses kept as lists, with delays and at any scale")
    void denseEqualsSparse(String profile) {
        Random random = new Random(profile.hashCode());
        ChipSpec spec = Chips.load("loihi", List.of("profile=" + profile));
        int axons = 6;
        int[][] weights = new int[axons][];
        for (int a = 0; a < axons; a++) {
            int scale = a % 3;
            weights[a] = random.ints(N, -100, 127)
                    .map(w -> w / (1 << scale) << scale)
                    .toArray();
        }
        int[] delay = new int[axons];
        for (int a = 0; a < axons && !profile.equals("nengo"); a++) {
            delay[a] = a * 3;
        }
        // Whole rows; the emulator may keep them as full rows.
        java.util.function.Consumer<CoreWords> whole = c -> {
            c.compartments(N).profile(0, 2000, 0, profile.equals("lava") ? 0 : 1, false);
            for (int a = 0; a < axons; a++) {
                int[] same = new int[N];
                Arrays.fill(same, delay[a]);
                c.axon(CoreWords.SPARSE, IntStream.range(0, N).toArray(), weights[a], same);
            }
        };
        // The same with every target twice, in two halves of the weight: never distinct, so always lists.
        java.util.function.Consumer<CoreWords> halves = c -> {
            c.compartments(N).profile(0, 2000, 0, profile.equals("lava") ? 0 : 1, false);
            for (int a = 0; a < axons; a++) {
                int[] target = IntStream.range(0, 2 * N).map(i -> i / 2).toArray();
                int[] row = weights[a];
                int[] part = IntStream.range(0, 2 * N)
                        .map(i -> i % 2 == 0 ? row[i / 2] / 2 : row[i / 2] - row[i / 2] / 2)
                        .toArray();
                int[] same = new int[2 * N];
                Arrays.fill(same, delay[a]);
                c.axon(CoreWords.SPARSE, target, part, same);
            }
        };
        CoreWords first = new CoreWords(spec, 0);
        whole.accept(first);
        SynapseTable dense = table(spec, first);
        assertTrue(Arrays.stream(dense.segmentKind).allMatch(kind -> kind == SynapseTable.DENSE));
        CoreWords second = new CoreWords(spec, 0);
        halves.accept(second);
        assertTrue(Arrays.stream(table(spec, second).segmentKind).allMatch(kind -> kind == SynapseTable.SPARSE));
        try (OneCore a = OneCore.of(profile, whole);
                OneCore b = OneCore.of(profile, halves)) {
            long[] expected = drive(b, axons);
            assertTrue(Arrays.stream(expected).distinct().count() > 1000);
            assertArrayEquals(expected, drive(a, axons));
        }
    }

    @Test
    @DisplayName(
            "dense and sparse storage in memory give the same sums; only the kind of event that is counted differs")
    void storage() {
        Random random = new Random(5);
        int[] weights = random.ints(200, -256, 256).toArray();
        int[] targets = IntStream.range(50, 250).toArray();
        long[][] results = new long[2][];
        for (int format : new int[] {CoreWords.SPARSE, CoreWords.DENSE}) {
            try (OneCore core = OneCore.of("nengo", c -> {
                c.compartments(N).profile(0, 2000, 0, 1, false);
                c.axon(format, targets, weights, null);
            })) {
                results[format - CoreWords.SPARSE] = drive(core, 1);
                var counters = core.chip.counters();
                assertEquals(200 * counters.axonEvents(), counters.synapticEvents());
            }
        }
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    @DisplayName("weights that do not fit 8 bits at one scale stay a list, however dense the row is")
    void notEightBits() {
        ChipSpec spec = Chips.load("loihi");
        int[] weights = new int[N];
        Arrays.fill(weights, 200);
        weights[7] = 199;
        CoreWords core = new CoreWords(spec, 0);
        core.compartments(N);
        core.axon(CoreWords.SPARSE, IntStream.range(0, N).toArray(), weights, null);
        assertEquals(SynapseTable.SPARSE, table(spec, core).segmentKind[0]);
        weights[7] = 196;
        CoreWords even = new CoreWords(spec, 0);
        even.compartments(N);
        even.axon(CoreWords.SPARSE, IntStream.range(0, N).toArray(), weights, null);
        assertEquals(SynapseTable.DENSE, table(spec, even).segmentKind[0]);
    }

    @Test
    @DisplayName("a row of several delays is cut into one piece per delay, and the largest delay sizes the ring")
    void cutByDelay() {
        ChipSpec spec = Chips.load("loihi", List.of("profile=lava"));
        CoreWords core = new CoreWords(spec, 0);
        core.compartments(N);
        core.axon(CoreWords.SPARSE, new int[] {1, 2, 3, 4, 1}, new int[] {1, 2, 3, 4, 5}, new int[] {0, 9, 0, 63, 9});
        SynapseTable table = table(spec, core);
        assertArrayEquals(new int[] {0, 9, 63}, table.segmentDelay);
        assertArrayEquals(new int[] {2, 2, 1}, table.segmentSynapses);
        assertEquals(63, table.maxDelay);
        assertEquals(128, new AccumulatorRing(N, table.maxDelay).slots, "one slot more than delays, since one is read");
    }

    @Test
    @DisplayName("each row of a population axon is its atom's, and the base moves its targets")
    void atoms() {
        try (OneCore core = OneCore.of("nengo", c -> {
            c.compartments(N).profile(0, 4095, 4095, 1, false);
            int row = c.row(CoreWords.SPARSE, new int[] {0, 1}, new int[] {10, 11}, null);
            c.row(CoreWords.SPARSE, new int[] {2}, new int[] {12}, null);
            c.axonOf(row, 2, 0, 0);
            int shared = c.axonOf(row, 2, 100, 0);
            c.threshold(1, 1).compartment(5, 0, 1, 100, 0).output(5, 0, shared, 1);
        })) {
            core.inject(1, 0).ticks(2);
            assertEquals(640, core.get("u", 0));
            assertEquals(704, core.get("u", 1));
            assertEquals(768, core.get("u", 102), "atom 1 of the axon with base 100, from compartment 5");
            assertEquals(0, core.get("u", 2));
        }
    }
}
