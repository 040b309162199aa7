package dev.ranvier.emulator.core.programmable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Entry;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("three engines, one meaning")
class MicroEngines_agreeTest {
    private static final int PROGRAMS = 300;

    @ParameterizedTest
    @EnumSource(Entry.class)
    @DisplayName("on random programs the vector engine and generated code give the bits of one unit at a time")
    void randomPrograms(Entry entry) {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            Random random = new Random(1000L * entry.ordinal() + seed);
            MicroCode code = RandomCode.of(random, entry);
            int count = 1 + random.nextInt(70);
            int base = entry == Entry.TICK ? random.nextInt(5) : 0;
            long inputs = random.nextLong();
            Lanes expected = lanes(code, count, base, inputs);
            new ScalarEngine().run(code, expected);
            for (MicroEngine engine : List.of(
                    new VectorEngine(),
                    new VectorEngine(new PlainLoops()),
                    MicroCompiler.compile(code),
                    MicroCompiler.compile(code, false))) {
                Lanes got = lanes(code, count, base, inputs);
                engine.run(code, got);
                assertSame(code, expected, got, engine.getClass().getSimpleName() + " seed " + seed);
            }
        }
    }

    private static Lanes lanes(MicroCode code, int count, int base, long seed) {
        Random random = new Random(seed);
        Lanes lanes = new Lanes();
        lanes.count = count;
        lanes.base = base;
        lanes.state = values(random, 16, base + count);
        lanes.inputs = values(random, 4, base + count);
        lanes.keys = new long[code.draws()];
        for (int i = 0; i < lanes.keys.length; i++) {
            lanes.keys[i] = Draws.instructionKey(seed, code.entry(), i);
        }
        for (int lane = 0; lane < count; lane++) {
            lanes.unit[lane] = base + lane;
        }
        for (int[] register : lanes.registers) {
            Arrays.setAll(register, i -> RandomCode.value(random));
        }
        if (code.entry() == Entry.TICK) {
            // Old values of registers have to be invisible.
            lanes.clearFor(code);
        } else {
            lanes.clearFlags(code);
            for (int[] predicate : lanes.predicates) {
                for (int lane = 0; lane < count; lane++) {
                    predicate[lane] = random.nextBoolean() ? -1 : 0;
                }
            }
        }
        return lanes;
    }

    private static int[][] values(Random random, int rows, int columns) {
        int[][] values = new int[rows][columns];
        for (int[] row : values) {
            Arrays.setAll(row, i -> RandomCode.value(random));
        }
        return values;
    }

    private static void assertSame(MicroCode code, Lanes expected, Lanes got, String what) {
        String where = what + " " + code.instructions();
        for (int k = 0; k < 16; k++) {
            assertArrayEquals(expected.state[k], got.state[k], "s" + k + " of " + where);
        }
        for (int lane = 0; lane < expected.count; lane++) {
            assertEquals(expected.fired[lane], got.fired[lane], "fired, " + where);
            if (expected.fired[lane] != 0) {
                assertEquals(expected.payload[lane], got.payload[lane], "payload, " + where);
            }
            if (code.entry() != Entry.TICK) {
                for (int register : new int[] {0, 4, 10}) {
                    assertEquals(
                            expected.registers[register][lane],
                            got.registers[register][lane],
                            "r" + register + " of " + where);
                }
            }
        }
    }

    @Test
    @DisplayName("generated code is taken when it has won its trial, and nothing changes and nothing is allocated")
    void swap() throws InterruptedException {
        MicroCode code = RandomCode.of(new Random(11), Entry.TICK);
        EngineStore store = new EngineStore();
        EngineChoice choice = new EngineChoice(EngineChoice.Mode.ADAPTIVE, store);
        Lanes expected = lanes(code, 64, 0, 5);
        Lanes got = lanes(code, 64, 0, 5);
        MicroEngine scalar = new ScalarEngine();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        int after = 0;
        for (int block = 0; after < 100; block++) {
            expected.clearFor(code);
            got.clearFor(code);
            scalar.run(code, expected);
            choice.run(code, got);
            assertSame(code, expected, got, "block " + block);
            if (block > 600) {
                boolean decided = store.trial(code, 64).decided();
                assertTrue(decided || System.nanoTime() < until, "the trial is not over");
                after += decided ? 1 : 0;
                Thread.sleep(decided ? 0 : 5);
            }
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int block = 0; block < 400; block++) {
            if (block == 200) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            got.clearFor(code);
            choice.run(code, got);
        }
        // What the measurement itself allocates, and no more.
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 200, "bytes per 200 blocks");
    }

    @Test
    @DisplayName("an entry is cut into segments of at most 8 instructions")
    void segments() {
        for (int seed = 0; seed < 100; seed++) {
            MicroCode code = RandomCode.of(new Random(seed), Entry.TICK);
            for (boolean vectors : new boolean[] {false, MicroEngines.vectors()}) {
                int[] cuts = MicroCompiler.cuts(code, vectors);
                int from = 0;
                for (int to : cuts) {
                    assertTrue(to > from && to - from <= 8, from + ".." + to);
                    from = to;
                }
                assertEquals(code.instructions().size(), from);
            }
        }
    }

    @Test
    @DisplayName("the arithmetic equals exact arithmetic with saturation at its ends")
    void arithmetic() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            int x = RandomCode.value(random);
            int y = RandomCode.value(random);
            assertEquals(MicroMath.saturate((long) x + y), MicroMath.add(x, y), x + " + " + y);
            assertEquals(MicroMath.saturate((long) x - y), MicroMath.subtract(x, y), x + " - " + y);
            int n = random.nextInt(64);
            long p = (long) x * y;
            long exact = p < 0 && n > 0 && (p & ((1L << n) - 1)) != 0 ? (p >> n) + 1 : p >> n;
            assertEquals(exact, MicroMath.towardZero(p, n), p + " / 2^" + n);
        }
        assertEquals(Long.MAX_VALUE, MicroMath.accumulate(Long.MAX_VALUE - 1, 1 << 30, 4));
        assertEquals(Long.MIN_VALUE, MicroMath.accumulate(Long.MIN_VALUE + 1, 1 << 30, -4));
        assertEquals(-1, MicroMath.decay(-2, 1), "at least one per tick");
        assertEquals(0, MicroMath.decay(Integer.MIN_VALUE, 1 << 24), "2^24 forgets at once");
    }

    @Test
    @DisplayName("the draws are those that the instruction set lists as test values")
    void draws() {
        assertEquals(0xE220A8397B1DCDAFL, Draws.mix(0));
        assertEquals(0x052F6AB523B30341L, Draws.draw(Draws.instructionKey(Draws.tickKey(1, 2, 3), Entry.TICK, 0), 5));
        assertEquals(
                0x72CCEDA1F5939DBAL,
                Draws.draw(Draws.instructionKey(Draws.tickKey(-1, 0, 1L << 40), Entry.POST, 7), 1000));
    }
}
