package dev.ranvier.emulator.core.programmable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
            for (MicroEngine engine : List.of(new VectorEngine(), MicroCompiler.compile(code))) {
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
