package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Draws;
import java.util.Arrays;

/**
 * A block of units that run the same entry side by side: registers and predicates per lane, and where their state and
 * inputs lie. Generated code uses the fields. Reused for every block; owned by its core.
 */
final class Lanes {
    /** Most units of a block. Larger blocks cost less per unit until the registers leave the cache. */
    static final int MOST = 1024;

    /** Registers r0..r15. */
    final int[][] registers = new int[16][MOST];

    /** Predicates p0..p3: 0 or -1. */
    final int[][] predicates = new int[4][MOST];

    /** Accumulators. */
    final long[] accumulator = new long[MOST];

    /** 0, or -1 for a unit that fired. */
    final int[] fired = new int[MOST];

    /** Payload of a unit that fired. */
    final int[] payload = new int[MOST];

    /** State words s0..s15 at {@code base + lane}. */
    int[][] state;

    /** Inputs a0..a3 at {@code base + lane}; null outside TICK. */
    int[][] inputs;

    /** Where the block starts in state and inputs. */
    int base;

    /** Units in the block. */
    int count;

    /** Number of the unit in the random draws, per lane. */
    final int[] unit = new int[MOST];

    /** Keys of the random instructions of the entry in this tick. */
    long[] keys = new long[0];

    /** Low 32 bits of the draws by random instruction and lane, where vectors are used. */
    int[][] draws = new int[0][];

    /** Computes the keys of the random instructions of {@code code} in a tick. */
    void drawKeys(MicroCode code, long tickKey) {
        if (keys.length < code.draws()) {
            keys = new long[code.draws()];
        }
        for (int ordinal = 0; ordinal < code.draws(); ordinal++) {
            keys[ordinal] = Draws.instructionKey(tickKey, code.entry(), ordinal);
        }
    }

    /** Makes room for the draws of {@code code}. */
    void ensureDraws(MicroCode code) {
        if (draws.length < code.draws()) {
            draws = new int[code.draws()][MOST];
        }
    }

    /** Clears what {@code code} may read before it writes it. */
    void clearFor(MicroCode code) {
        for (int left = code.registersRead(); left != 0; left &= left - 1) {
            Arrays.fill(registers[Integer.numberOfTrailingZeros(left)], 0, count, 0);
        }
        clearFlags(code);
    }

    /** Clears predicates and accumulator as far as {@code code} reads them. */
    void clearFlags(MicroCode code) {
        for (int left = code.predicatesRead(); left != 0; left &= left - 1) {
            Arrays.fill(predicates[Integer.numberOfTrailingZeros(left)], 0, count, 0);
        }
        if (code.accumulates()) {
            Arrays.fill(accumulator, 0, count, 0);
        }
    }

    /** Marks all units as not fired; engines do it. */
    void clearFired() {
        Arrays.fill(fired, 0, count, 0);
    }
}
