package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.hw.CrossbarCoreSpec;
import java.util.Arrays;

/**
 * What lies together of 64 neighbouring cores, because all of it is touched in every tick of a large chip: potentials and
 * targets, one core after the other; schedulers, row by row, so that the rows of the next ticks stay in the cache while
 * packets for any core arrive; and per core what a tick has to know and to count. Each core works on its own part. Owned
 * by its chip.
 */
final class CoreBlock {
    /** Cores in a block. */
    static final int CORES = 64;

    /** Potentials: those of core i begin at {@code i * room}. */
    final int[] potentials;

    /** Targets ({@link Target}): those of core i begin at {@code i * room}. */
    final long[] targets;

    /** Neurons that fired in the last tick: those of core i begin at {@code i * neuronWords}. */
    final long[] fired;

    /** Neurons of a core, rounded up to whole blocks of neurons. */
    final int room;

    /** Words of a set of neurons. */
    final int neuronWords;

    /** Active axons of core i in row r: {@code schedule[(r * CORES + i) * words ..]}. */
    final long[] schedule;

    /** Words of a row of one core. */
    final int words;
    /** Rows of a scheduler. */
    final int rows;

    private final int axons;

    /** Per core the row that the last tick has used. */
    final int[] pointer = new int[CORES];

    /** The cores that go tick by tick, null where none was made. */
    final CrossbarCore[] cores = new CrossbarCore[CORES];

    /** Cores that were made, one bit each. */
    long present;

    /** Cores that are RANC's output bus, one bit each. */
    long buses;

    /** Cores that need random numbers or the sign of a potential, one bit each. */
    long stochastic;

    /** Cores with a neuron whose target is not on the chip, one bit each. */
    long leaving;

    /** Per core the neurons in use: 0 .. this - 1. */
    final int[] used = new int[CORES];

    /** Per core the neurons that each axon reaches ({@link CrossbarState#rows}). */
    final long[][] crossbars = new long[CORES][];

    /** Per core the types of its axons; cores with equal types share them. */
    final byte[][] types = new byte[CORES][];

    /** Per core what the neuron scan needs; cores with equal parameters share them. */
    final ScanParameters[] parameters = new ScanParameters[CORES];

    /** Per core the words of neurons that are not known to be at rest, one bit each. */
    final long[] restless = new long[CORES];

    // Counts per core since they were last handed to the core's activity.
    final long[] axonEvents = new long[CORES];
    final long[] synapticEvents = new long[CORES];
    final long[] updates = new long[CORES];
    final long[] spikes = new long[CORES];
    final long[] messages = new long[CORES];
    final long[] saturations = new long[CORES];
    final long[] dropped = new long[CORES];

    // Counts per core of the last tick.
    final int[] tickAxonEvents = new int[CORES];
    final long[] tickSynapticEvents = new long[CORES];

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
        neuronWords = Math.ceilDiv(core.neurons(), CrossbarState.BLOCK);
        room = neuronWords * CrossbarState.BLOCK;
        potentials = new int[CORES * room];
        targets = new long[CORES * room];
        fired = new long[CORES * neuronWords];
        schedule = new long[rows * CORES * words];
        Arrays.fill(pointer, rows - 1);
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

    /**
     * Goes on to the next row of core {@code index}, lists its active axons and clears it.
     *
     * @param active gets the axons, ascending, from {@code from} on
     * @return end of the list
     */
    int takeRow(int index, int[] active, int from) {
        int row = pointer[index] + 1 == rows ? 0 : pointer[index] + 1;
        pointer[index] = row;
        int end = from;
        int base = at(row, index);
        for (int w = 0; w < words; w++) {
            for (long bits = schedule[base + w]; bits != 0; bits &= bits - 1) {
                int axon = (w << 6) + Long.numberOfTrailingZeros(bits);
                if (axon < axons) {
                    active[end++] = axon;
                }
            }
            schedule[base + w] = 0;
        }
        return end;
    }

    /** Neurons in use among the 64 of word {@code word} of core {@code index}. */
    long usedMask(int index, int word) {
        int left = used[index] - word * CrossbarState.BLOCK;
        return left >= CrossbarState.BLOCK ? -1L : left <= 0 ? 0 : (1L << left) - 1;
    }

    /** Adds the counts of core {@code index} to {@code activity}, and sets them to zero but those of the last tick. */
    void handOver(int index, CoreActivity activity) {
        activity.axonEvents += axonEvents[index];
        activity.sparseEvents += synapticEvents[index];
        activity.neuronUpdates += updates[index];
        activity.spikes += spikes[index];
        activity.messages += messages[index];
        activity.saturations += saturations[index];
        activity.dropped += dropped[index];
        axonEvents[index] = synapticEvents[index] = updates[index] = spikes[index] = 0;
        messages[index] = saturations[index] = dropped[index] = 0;
        activity.tickAxonEvents = tickAxonEvents[index];
        activity.tickSparseEvents = tickSynapticEvents[index];
    }

    /** Empties the scheduler of core {@code index} and sets its potentials to zero. */
    void clear(int index) {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(schedule, at(row, index), at(row, index) + words, 0);
        }
        Arrays.fill(potentials, index * room, (index + 1) * room, 0);
        Arrays.fill(fired, index * neuronWords, (index + 1) * neuronWords, 0);
        pointer[index] = rows - 1;
        restless[index] = -1;
    }
}
