package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.CrossbarCoreSpec;

/**
 * What lies together of 64 neighbouring cores, because all of it is touched in every tick of a large chip: potentials, one
 * core after the other, and schedulers, row by row, so that the rows of the next ticks stay in the cache while packets
 * for any core arrive. Each core works on its own part. Owned by its chip.
 */
final class CoreBlock {
    /** Cores in a block. */
    static final int CORES = 64;

    /** Potentials: those of core i begin at {@code i * room}. */
    final int[] potentials;

    /** Neurons of a core, rounded up to whole blocks of neurons. */
    final int room;

    /** Active axons of core i in row r: {@code schedule[(r * CORES + i) * words ..]}. */
    final long[] schedule;

    /** Words of a row of one core. */
    final int words;
    /** Rows of a scheduler. */
    final int rows;

    private final int axons;

    /** Per core the row that the last tick has used. */
    final int[] pointer = new int[CORES];

    /** Per core the packets that found no place. */
    final long[] dropped = new long[CORES];

    /** Cores that are RANC's output bus, one bit each. */
    long buses;

    /** What becomes of a packet. */
    enum Arrival {
        /** Its bit is set. */
        NEW,
        /** Its bit was set already. */
        DUPLICATE,
        /** It is for the row in use: not taken. */
        CURRENT_ROW,
        /** Its axon or row does not exist: not taken. */
        NOWHERE
    }

    CoreBlock(CrossbarCoreSpec core) {
        axons = core.axons();
        rows = core.schedulerRows();
        words = Math.ceilDiv(axons, Long.SIZE);
        room = Math.ceilDiv(core.neurons(), CrossbarState.BLOCK) * CrossbarState.BLOCK;
        potentials = new int[CORES * room];
        schedule = new long[rows * CORES * words];
        java.util.Arrays.fill(pointer, rows - 1);
    }

    /** First word of row {@code row} of core {@code index}. */
    int at(int row, int index) {
        return (row * CORES + index) * words;
    }

    /** Row that lies {@code ahead} ticks beyond the next of core {@code index}. */
    int row(int index, int ahead) {
        int row = pointer[index] + 1 + ahead;
        return row >= rows ? row - rows : row;
    }

    /** A packet for {@code axon} of core {@code index}, {@code ahead} ticks beyond the next. */
    Arrival add(int index, int axon, int ahead) {
        if (axon >= axons || ahead >= rows) {
            dropped[index]++;
            return Arrival.NOWHERE;
        }
        int row = row(index, ahead);
        if (row == pointer[index]) {
            dropped[index]++;
            return Arrival.CURRENT_ROW;
        }
        int at = at(row, index) + (axon >> 6);
        long before = schedule[at];
        long after = before | 1L << axon;
        schedule[at] = after;
        return before == after ? Arrival.DUPLICATE : Arrival.NEW;
    }

    /** Goes on to the next row of core {@code index}, lists its active axons and clears it; returns how many there are. */
    int takeRow(int index, int[] active) {
        int row = pointer[index] + 1 == rows ? 0 : pointer[index] + 1;
        pointer[index] = row;
        int found = 0;
        int base = at(row, index);
        for (int w = 0; w < words; w++) {
            for (long bits = schedule[base + w]; bits != 0; bits &= bits - 1) {
                int axon = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (axon < axons) {
                    active[found++] = axon;
                }
            }
            schedule[base + w] = 0;
        }
        return found;
    }

    /** Empties the scheduler of core {@code index} and sets its potentials to zero. */
    void clear(int index) {
        for (int row = 0; row < rows; row++) {
            java.util.Arrays.fill(schedule, at(row, index), at(row, index) + words, 0);
        }
        java.util.Arrays.fill(potentials, index * room, (index + 1) * room, 0);
        pointer[index] = rows - 1;
    }
}
