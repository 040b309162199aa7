package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Packet;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Random;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A random network of 72 cores, of which some draw random numbers and some use only part of their neurons. */
@DisplayName("a crossbar chip")
class CrossbarState_isCompleteTest {
    private static final int COLUMNS = 9;
    private static final int ROWS = 8;
    private static final int TICKS = 25;
    private static final ChipSpec SPEC = CrossbarBench.spec(COLUMNS, ROWS);
    private static final CrossbarImage IMAGE = CrossbarBench.image(SPEC, cores(), List.<Packet>of());

    private static List<CrossbarCoreModel> cores() {
        SplittableRandom draws = new SplittableRandom(5);
        List<CrossbarCoreModel> cores = new ArrayList<>();
        for (int c = 0; c < COLUMNS * ROWS; c++) {
            byte[] types = new byte[CrossbarBench.AXONS];
            for (int a = 0; a < types.length; a++) {
                types[a] = (byte) draws.nextInt(4);
            }
            CrossbarCoreModel core = new CrossbarCoreModel(c % COLUMNS, c / COLUMNS, types);
            int neurons = c % 7 == 3 ? 100 : 256;
            Random random = c % 11 == 5 ? new Random(2, true, 7, false) : Random.NONE;
            for (int n = 0; n < neurons; n++) {
                core.add(neuron(draws, c, random), row(draws));
            }
            cores.add(core);
        }
        return cores;
    }

    private static CrossbarNeuron neuron(SplittableRandom draws, int c, Random random) {
        int to = draws.nextInt(COLUMNS * ROWS);
        Target target = draws.nextInt(20) == 0
                ? Target.NOWHERE
                : new Target(
                        true,
                        to % COLUMNS - c % COLUMNS,
                        to / COLUMNS - c / COLUMNS,
                        draws.nextInt(CrossbarBench.AXONS),
                        draws.nextInt(1, 16));
        return new CrossbarNeuron(
                draws.nextInt(40),
                draws.nextInt(-3, 4),
                Reset.values()[draws.nextInt(2)],
                draws.nextBoolean(),
                draws.nextInt(-1, 3),
                draws.nextInt(20, 60),
                -draws.nextInt(5, 30),
                new int[] {draws.nextInt(9), -draws.nextInt(9), draws.nextInt(3), -draws.nextInt(5)},
                target,
                random);
    }

    private static long[] row(SplittableRandom draws) {
        long[] row = new long[CrossbarBench.AXONS / Long.SIZE];
        for (int w = 0; w < row.length; w++) {
            long bits = draws.nextLong();
            bits &= draws.nextLong();
            row[w] = bits & draws.nextLong();
        }
        return row;
    }

    private static byte[] saved(Chip chip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        chip.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2})
    @DisplayName("that is saved and loaded goes on as if nothing had happened")
    void saveAndLoad(int threads) throws IOException {
        try (Chip whole = CrossbarBench.start(IMAGE, List.of(), threads);
                Chip half = CrossbarBench.start(IMAGE, List.of(), threads);
                Chip rest = Machines.create(SPEC, threads)) {
            whole.advance(TICKS);
            whole.spikeLog().clear();
            whole.advance(TICKS);
            half.advance(TICKS);
            rest.load(IMAGE.image());
            rest.restore(new DataInputStream(new ByteArrayInputStream(saved(half))));
            rest.spikeLog().enable(true);
            rest.advance(TICKS);
            List<String> expected = CrossbarBench.spikes(whole);
            assertTrue(expected.size() > 1000, "the network is active");
            assertEquals(expected, CrossbarBench.spikes(rest));
            assertArrayEquals(saved(whole), saved(rest));
            assertEquals(whole.counters(), rest.counters());
        }
    }

    @Test
    @DisplayName("does the same on one and on three threads, and after a reset of its state")
    void threads() throws IOException {
        try (Chip one = CrossbarBench.start(IMAGE, List.of(), 1);
                Chip three = CrossbarBench.start(IMAGE, List.of(), 3)) {
            one.advance(TICKS);
            three.advance(TICKS);
            List<String> spikes = CrossbarBench.spikes(one);
            assertEquals(spikes, CrossbarBench.spikes(three));
            assertArrayEquals(saved(one), saved(three));
            one.reset(Chip.ResetScope.STATE);
            one.advance(TICKS);
            assertEquals(spikes, CrossbarBench.spikes(one));
        }
    }

    @Test
    @DisplayName("allocates nothing while it runs")
    void allocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Chip chip = Machines.create(SPEC, 1)) {
            chip.load(IMAGE.image());
            // Compiled code boxes no vectors; interpreted code does.
            chip.advance(3000);
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                chip.advance(50);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes in 50 ticks");
        }
    }
}
