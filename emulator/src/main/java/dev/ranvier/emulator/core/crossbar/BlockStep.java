package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.CrossbarCoreSpec;

/**
 * A tick of the cores of a block. Some cores at a time go through three steps together: their active axons are listed,
 * the rows of those are fetched, and the neurons are updated; so the fetches, which miss the cache on a large chip, wait
 * for memory side by side. Belongs to one thread.
 */
final class BlockStep {
    /** Cores that are fetched together: their rows stay in the first-level cache. */
    private static final int TOGETHER = 16;

    /** From so many active axons on, counting columns is cheaper than adding rows (benchmark {@code CrossbarTick}). */
    private static final int DENSE_FROM = 160;

    private final int[] axons;
    private final int[] first = new int[TOGETHER + 1];
    private final long[] touched = new long[TOGETHER];
    private final int[] unused;
    private final NeuronScan.Frame frame = new NeuronScan.Frame();
    private final NeuronScan scan = Kernels.scan();
    private final RowAdder rowAdder = Kernels.rows();
    private final BitCounter bitCounter = Kernels.counts();
    private final long[] counts;

    BlockStep(CrossbarCoreSpec core) {
        int words = Math.ceilDiv(core.neurons(), CrossbarState.BLOCK);
        axons = new int[TOGETHER * core.axons()];
        unused = new int[words * CrossbarState.BLOCK];
        counts = new long[words * CrossbarState.BLOCK];
    }

    /** Tick {@code tick} of all cores of {@code block}. */
    void tick(CoreBlock block, long tick) {
        for (int from = 0; from < CoreBlock.CORES; from += TOGETHER) {
            if ((block.present >>> from & (1L << TOGETHER) - 1) != 0) {
                list(block, from);
                fetch(block, from);
                update(block, from, tick);
            }
        }
    }

    private void list(CoreBlock block, int from) {
        int end = 0;
        for (int i = 0; i < TOGETHER; i++) {
            first[i] = end;
            if ((block.present >>> from + i & 1) != 0) {
                end = block.takeRow(from + i, axons, end);
                boolean isBus = (block.buses >>> from + i & 1) != 0;
                block.tickAxonEvents[from + i] = isBus ? 0 : end - first[i];
                block.axonEvents[from + i] += block.tickAxonEvents[from + i];
            }
        }
        first[TOGETHER] = end;
    }

    /** Counts the synapses of the active axons, and finds out whether they reach any neurons. */
    private void fetch(CoreBlock block, int from) {
        for (int i = 0; i < TOGETHER; i++) {
            int index = from + i;
            boolean isIdle = first[i] == first[i + 1] || (block.buses >>> index & 1) != 0;
            long events = isIdle ? 0 : synapses(block, index, first[i], first[i + 1]);
            block.tickSynapticEvents[index] = events;
            block.synapticEvents[index] += events;
            touched[i] = events == 0 ? 0 : allWords(block, index);
        }
    }

    private long synapses(CoreBlock block, int index, int start, int end) {
        long[] crossbar = block.crossbars[index];
        int words = block.neuronWords;
        int whole = block.used[index] / CrossbarState.BLOCK;
        long last = block.usedMask(index, whole);
        long events = 0;
        for (int k = start; k < end; k++) {
            int row = axons[k] * words;
            for (int w = 0; w < whole; w++) {
                events += Long.bitCount(crossbar[row + w]);
            }
            if (last != 0) {
                events += Long.bitCount(crossbar[row + whole] & last);
            }
        }
        return events;
    }

    /** The words with neurons in use. */
    private static long allWords(CoreBlock block, int index) {
        int words = Math.ceilDiv(block.used[index], CrossbarState.BLOCK);
        return words == Long.SIZE ? -1L : (1L << words) - 1;
    }

    private void update(CoreBlock block, int from, long tick) {
        for (int i = 0; i < TOGETHER; i++) {
            int index = from + i;
            long core = 1L << index;
            if ((block.present & core) == 0) {
                continue;
            }
            if ((block.buses & core) != 0) {
                block.cores[index].giveOut();
                continue;
            }
            block.updates[index] += block.used[index];
            int firedAt = index * block.neuronWords;
            frame.parameters = block.parameters[index];
            frame.fired = block.fired;
            frame.firedAt = firedAt;
            if ((block.stochastic & core) != 0) {
                block.cores[index].stochastic(tick, axons, first[i], first[i + 1], frame);
            } else {
                deterministic(block, index, i);
            }
            block.saturations[index] += frame.saturations;
            frame.saturations = 0;
            long spikes = 0;
            for (int w = 0; w < block.neuronWords; w++) {
                block.fired[firedAt + w] &= block.usedMask(index, w);
                spikes += Long.bitCount(block.fired[firedAt + w]);
            }
            block.spikes[index] += spikes;
            if ((block.leaving & core) != 0) {
                block.dropped[index] += leavingSpikes(block, index);
            }
        }
    }

    private void deterministic(CoreBlock block, int index, int i) {
        int used = block.used[index];
        int spare = block.room - used;
        int base = index * block.room;
        System.arraycopy(block.potentials, base + used, unused, 0, spare);
        if (first[i + 1] - first[i] > DENSE_FROM) {
            block.cores[index].columns().add(axons, first[i], first[i + 1], bitCounter, counts);
        } else if (touched[i] != 0) {
            rowAdder.add(block, index, touched[i], axons, first[i], first[i + 1]);
        }
        for (int w = 0; w < block.neuronWords; w++) {
            block.fired[frame.firedAt + w] = 0;
        }
        frame.blocks = (block.restless[index] | touched[i]) & allWords(block, index);
        if (frame.blocks != 0) {
            frame.potential = block.potentials;
            frame.base = base;
            scan.scan(frame);
            // A word of neurons is at rest only after an update without input that changed nothing.
            block.restless[index] = frame.changed | touched[i];
        }
        // Kernels work on whole words: neurons that are not in use keep their potentials.
        System.arraycopy(unused, 0, block.potentials, base + used, spare);
    }

    private static long leavingSpikes(CoreBlock block, int index) {
        long leaving = 0;
        for (int w = 0; w < block.neuronWords; w++) {
            for (long bits = block.fired[index * block.neuronWords + w]; bits != 0; bits &= bits - 1) {
                int neuron = w * CrossbarState.BLOCK + Long.numberOfTrailingZeros(bits);
                long target = block.targets[index * block.room + neuron];
                leaving += Target.isConnected(target) && !Target.isOnChip(target) ? 1 : 0;
            }
        }
        return leaving;
    }
}
