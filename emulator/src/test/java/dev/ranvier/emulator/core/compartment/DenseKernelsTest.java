package dev.ranvier.emulator.core.compartment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector and the plain addition of dense rows are the same function, also where 16 bits are used up exactly. */
class DenseKernelsTest {
    @BeforeEach
    void vectorsAreWide() {
        assumeTrue(DenseVectorKernel.serves(), "the vector kernel is not used on lanes this narrow");
    }

    private static void assertSame(int stride, int rows, int count, int shift, byte[] weights, Random random) {
        int base = stride * random.nextInt(3);
        int[] plain = random.ints(base + stride).toArray();
        int[] vector = plain.clone();
        int[] requested = random.ints(Math.max(1, count), 0, rows).toArray();
        new DenseKernel.Plain().addRows(plain, base, weights, requested, count, stride, shift);
        new DenseVectorKernel().addRows(vector, base, weights, requested, count, stride, shift);
        assertArrayEquals(plain, vector, stride + " " + count + " " + shift);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 512, 1024, 4096})
    @DisplayName("random rows, of any number, at any scale")
    void random(int stride) {
        Random random = new Random(stride);
        for (int round = 0; round < 60; round++) {
            int rows = 1 + random.nextInt(300);
            byte[] weights = new byte[rows * stride];
            random.nextBytes(weights);
            assertSame(stride, rows, random.nextInt(800), random.nextInt(9), weights, random);
        }
    }

    @ParameterizedTest
    @CsvSource({"-128, 255", "-128, 256", "-128, 257", "-128, 1000", "127, 256", "127, 1024", "-1, 512"})
    @DisplayName("rows of the largest weights: 256 rows of -128 fill 16 bits exactly")
    void extremes(byte weight, int count) {
        byte[] weights = new byte[64];
        Arrays.fill(weights, weight);
        for (int shift : new int[] {0, 1, 8}) {
            assertSame(64, 1, count, shift, weights, new Random(count));
        }
    }
}
