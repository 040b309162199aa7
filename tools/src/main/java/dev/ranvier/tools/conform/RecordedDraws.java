package dev.ranvier.tools.conform;

import dev.ranvier.tools.session.ChipSession;
import java.util.Arrays;

/** Writes recorded draws into the memory {@code random} of a core, stream after stream. Not safe for several threads. */
final class RecordedDraws {
    /** Draws begin behind the directory of 16 streams. */
    static final int FIRST_WORD = 64;

    private final ChipSession session;
    private final int core;
    private int next = FIRST_WORD;

    RecordedDraws(ChipSession session, int core) {
        this.session = session;
        this.core = core;
    }

    /** Stream {@code stream} draws {@code words} from now on: whole numbers, or the bits of doubles. */
    void record(int stream, long[] words) {
        session.writeMemory(core, "random", next, words);
        long entry = 1L | (long) next << 1 | (long) words.length << 32;
        session.writeMemory(core, "random", 1 + 2 * stream, new long[] {entry, 0});
        next += words.length;
    }

    static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
