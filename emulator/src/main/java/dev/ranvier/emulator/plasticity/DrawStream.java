package dev.ranvier.emulator.plasticity;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.RanvierException;

/**
 * Random draws of one unit of a core. Seeded draws are a function of seed, unit, tick and index (never of the order in
 * which they are asked for); recorded draws are taken in order from the memory {@code random}, whose layout is: word 0
 * the seed; words 1 + 2s and 2 + 2s the directory entry of stream s (bit 0 recorded, bits 31:1 first word, bits 63:32
 * number of words; position); then recorded draws.
 *
 * <p>The position lies in the memory, so a saved memory goes on where it was. Used by the core's thread.
 */
public final class DrawStream {
    /** Draws of the dendritic noise. */
    public static final int NOISE_STREAM = 0;

    private final WordBank random;
    private final int stream;
    private final long salt;

    /**
     * @param random memory {@code random} of the core
     * @param stream number of the stream in the directory: 0 noise, 1.. learning groups
     * @param salt makes seeded draws of different units differ; the same on any number of cores if the unit is shared
     */
    public DrawStream(WordBank random, int stream, long salt) {
        this.random = random;
        this.stream = stream;
        this.salt = salt;
    }

    /** Uniform in [0, 1): the seeded draw for {@code tick} and {@code index}, or the next recorded one. */
    public double uniform(long tick, long index) {
        return isRecorded() ? Double.longBitsToDouble(next(tick)) : (mix(tick, index) >>> 11) * 0x1p-53;
    }

    /** Whole number in {@code 0 .. bound - 1}: seeded, or the next recorded one (stored as a double). */
    public int whole(long tick, long index, int bound) {
        return isRecorded()
                ? (int) Double.longBitsToDouble(next(tick))
                : (int) (((mix(tick, index) >>> 32) * bound) >>> 32);
    }

    /** Whole number in -127 .. 127: seeded, or the next recorded one (stored as an integer). */
    public int noise(long tick, long index) {
        return isRecorded() ? (int) next(tick) : (int) (((mix(tick, index) >>> 32) * 255) >>> 32) - 127;
    }

    private boolean isRecorded() {
        return (random.read(1 + 2 * stream) & 1) != 0;
    }

    private long next(long tick) {
        long entry = random.read(1 + 2 * stream);
        long first = (entry >>> 1) & 0x7FFFFFFF;
        long words = entry >>> 32;
        long position = random.read(2 + 2 * stream);
        if (position < 0 || position >= words) {
            throw new RanvierException(
                    "recorded draws of stream " + stream + " are used up in tick " + tick + ": " + words
                            + " were given; record more, or clear bit 0 of word " + (1 + 2 * stream)
                            + " of memory 'random' to draw from the seed");
        }
        if (first + position >= random.spec().depth()) {
            throw new RanvierException("recorded draws of stream " + stream + " reach word " + (first + position)
                    + " of memory 'random', which has words 0.."
                    + (random.spec().depth() - 1) + ": mend its directory entry in word "
                    + (1 + 2 * stream));
        }
        random.write(2 + 2 * stream, position + 1);
        return random.read((int) (first + position));
    }

    private long mix(long tick, long index) {
        long x = splitMix(random.read(0) ^ (salt * 0x9E3779B97F4A7C15L));
        x = splitMix(x ^ tick);
        return splitMix(x ^ (index * 0xD1B54A32D192ED03L));
    }

    /** SplitMix64's output function (Steele, Lea, Flood 2014). */
    private static long splitMix(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
