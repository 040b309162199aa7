package dev.ranvier.emulator.plasticity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.RanvierException;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Draws are a function of seed, unit, tick and index, or are taken in order from a recording. */
class DrawStreamTest {
    private static WordBank random(long seed) {
        WordBank bank = new WordBank(Chips.load("loihi").memory("random"));
        bank.write(0, seed);
        return bank;
    }

    private static void record(WordBank bank, int stream, int first, long... words) {
        bank.write(1 + 2 * stream, 1L | (long) first << 1 | (long) words.length << 32);
        bank.write(2 + 2 * stream, 0);
        for (int i = 0; i < words.length; i++) {
            bank.write(first + i, words[i]);
        }
    }

    @Test
    @DisplayName("seeded draws do not depend on the order or number of the draws before")
    void orderIndependent() {
        DrawStream one = new DrawStream(random(5), 0, 9);
        DrawStream two = new DrawStream(random(5), 0, 9);
        double[] forward = IntStream.range(0, 500)
                .mapToDouble(i -> one.uniform(i / 20, i % 20))
                .toArray();
        int[] order = IntStream.range(0, 500).toArray();
        Random shuffle = new Random(1);
        for (int i = order.length - 1; i > 0; i--) {
            int j = shuffle.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (int i : order) {
            two.noise(i, 3);
            assertEquals(forward[i], two.uniform(i / 20, i % 20));
        }
    }

    @Test
    @DisplayName("another seed, unit, tick or index gives another draw")
    void everythingCounts() {
        DrawStream stream = new DrawStream(random(5), 0, 9);
        double draw = stream.uniform(3, 4);
        assertNotEquals(draw, new DrawStream(random(6), 0, 9).uniform(3, 4));
        assertNotEquals(draw, new DrawStream(random(5), 0, 10).uniform(3, 4));
        assertNotEquals(draw, stream.uniform(4, 4));
        assertNotEquals(draw, stream.uniform(3, 5));
        assertNotEquals(stream.uniform(4, 3), stream.uniform(3, 4));
    }

    @Test
    @DisplayName("the seed is read when a draw is made, so a host may change it at any time")
    void newSeed() {
        WordBank bank = random(5);
        DrawStream stream = new DrawStream(bank, 0, 9);
        double before = stream.uniform(1, 1);
        bank.write(0, 6);
        assertNotEquals(before, stream.uniform(1, 1));
        bank.write(0, 5);
        assertEquals(before, stream.uniform(1, 1));
    }

    /** Mean and variance over ticks and over indices lie within 5 standard errors of a uniform distribution's. */
    private static void checkMoments(LongBinaryOperator draw, double mean, double variance, double fourth) {
        int n = 200_000;
        for (int axis = 0; axis < 3; axis++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                long value =
                        switch (axis) {
                            case 0 -> draw.applyAsLong(i, 7);
                            case 1 -> draw.applyAsLong(7, i);
                            default -> draw.applyAsLong(i / 450, i % 450);
                        };
                sum += value - mean;
                squares += (value - mean) * (value - mean);
            }
            assertEquals(0, sum / n, 5 * Math.sqrt(variance / n), "mean, axis " + axis);
            assertEquals(variance, squares / n, 5 * Math.sqrt((fourth - variance * variance) / n), "variance " + axis);
        }
    }

    private static double central(int low, int high, int power) {
        double mean = (low + high) / 2.0;
        return IntStream.rangeClosed(low, high)
                .mapToDouble(v -> Math.pow(v - mean, power))
                .average()
                .orElseThrow();
    }

    @Test
    @DisplayName("noise is uniform in -127..127: range, mean and variance")
    void noise() {
        DrawStream stream = new DrawStream(random(11), 0, 3);
        int[] seen = new int[255];
        for (int i = 0; i < 100_000; i++) {
            seen[stream.noise(i, 0) + 127]++;
        }
        assertTrue(
                IntStream.of(seen).allMatch(count -> count > 250 && count < 540), "each of 255 values about 392 times");
        checkMoments(stream::noise, 0, central(-127, 127, 2), central(-127, 127, 4));
    }

    @Test
    @DisplayName("whole numbers are uniform in 0..127: range, mean and variance")
    void whole() {
        DrawStream stream = new DrawStream(random(12), 1, 3);
        assertEquals(
                128,
                IntStream.range(0, 5000)
                        .map(i -> stream.whole(i, 1, 128))
                        .distinct()
                        .count());
        checkMoments((t, i) -> stream.whole(t, i, 128), 63.5, central(0, 127, 2), central(0, 127, 4));
    }

    @Test
    @DisplayName("uniform draws lie in [0, 1) and fall evenly into 1000 bins")
    void uniform() {
        DrawStream stream = new DrawStream(random(13), 1, 3);
        int[] bins = new int[1000];
        for (int i = 0; i < 400_000; i++) {
            double draw = stream.uniform(i % 633, i / 633);
            assertTrue(draw >= 0 && draw < 1);
            bins[(int) (draw * 1000)]++;
        }
        double chi = IntStream.of(bins)
                .mapToDouble(count -> (count - 400.0) * (count - 400.0) / 400)
                .sum();
        assertTrue(chi > 780 && chi < 1230, "chi square of 999 degrees: " + chi);
    }

    @Test
    @DisplayName("draws of neighbouring units, ticks and indices are uncorrelated")
    void uncorrelated() {
        WordBank bank = random(14);
        DrawStream a = new DrawStream(bank, 0, 0);
        DrawStream b = new DrawStream(bank, 0, 1);
        int n = 100_000;
        double units = 0;
        double ticks = 0;
        double indices = 0;
        for (int i = 0; i < n; i++) {
            double x = a.uniform(i, 2) - 0.5;
            units += x * (b.uniform(i, 2) - 0.5);
            ticks += x * (a.uniform(i + 1, 2) - 0.5);
            indices += x * (a.uniform(i, 3) - 0.5);
        }
        double five = 5 * Math.sqrt(1.0 / 144 / n);
        assertEquals(0, units / n, five);
        assertEquals(0, ticks / n, five);
        assertEquals(0, indices / n, five);
    }

    @Test
    @DisplayName("recorded draws are taken in order, whatever tick and index ask for them, each kind as it is stored")
    void recorded() {
        WordBank bank = random(5);
        record(bank, 0, 64, 5, -127, 127);
        record(bank, 2, 100, Double.doubleToRawLongBits(0.25), Double.doubleToRawLongBits(99));
        DrawStream noise = new DrawStream(bank, 0, 1);
        DrawStream learning = new DrawStream(bank, 2, 1);
        assertEquals(5, noise.noise(9, 9));
        assertEquals(0.25, learning.uniform(1, 1));
        assertEquals(-127, noise.noise(9, 9));
        assertEquals(99, learning.whole(1, 1, 128));
        assertEquals(127, noise.noise(1, 0));
    }

    @Test
    @DisplayName("the position of a recording lies in the memory, so a copy of the words goes on where it was")
    void position() {
        WordBank bank = random(5);
        record(bank, 0, 64, 1, 2, 3);
        new DrawStream(bank, 0, 1).noise(1, 1);
        assertEquals(1, bank.read(2));
        assertEquals(2, new DrawStream(bank, 0, 1).noise(1, 1));
        bank.write(2, 0);
        assertEquals(1, new DrawStream(bank, 0, 1).noise(1, 1));
    }

    @Test
    @DisplayName("recorded draws that are used up stop the run with tick, stream, number and what to do")
    void usedUp() {
        WordBank bank = random(5);
        record(bank, 1, 64, 1, 2);
        DrawStream stream = new DrawStream(bank, 1, 1);
        stream.noise(1, 0);
        stream.noise(1, 1);
        String message =
                assertThrows(RanvierException.class, () -> stream.noise(7, 0)).getMessage();
        assertEquals(
                "recorded draws of stream 1 are used up in tick 7: 2 were given; record more, or clear bit 0 of word 3"
                        + " of memory 'random' to draw from the seed",
                message);
        bank.write(3, 0);
        stream.noise(7, 0);
    }

    @Test
    @DisplayName("a directory entry that points outside the memory is refused with the words that exist")
    void outside() {
        for (long[] entry : new long[][] {{4095, 2}, {0x7FFFFFFF, 1}, {0x7FFFFFFF, 0xFFFFFFFFL}, {4096, 1}}) {
            WordBank bank = random(5);
            bank.write(1, 1L | entry[0] << 1 | entry[1] << 32);
            DrawStream stream = new DrawStream(bank, 0, 1);
            String message = assertThrows(RanvierException.class, () -> {
                        stream.noise(1, 0);
                        stream.noise(1, 1);
                    })
                    .getMessage();
            assertTrue(message.contains("stream 0") && message.contains("words 0..4095"), message);
        }
    }
}
