package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FabricSpec;

/**
 * Brings the spikes of a tick to their targets without timing, cores and neurons ascending. The targets of a block's
 * spikes are fetched together before any is followed: on a large chip they miss the cache, and so they wait for memory
 * side by side. Owned by its chip.
 */
final class BlockExchange {
    private final CoreBlocks blocks;
    private final CrossbarCores cores;
    private final boolean isPlain;
    private final int columns;
    private final int neuronsPerCore;
    private final int sourcesOfNeurons;
    /** Spikes of a block: number of the neuron in the block, then its target. */
    private final int[] neurons;

    private final long[] targets;
    /** Spikes of core i of the block: {@code first[i] .. first[i + 1] - 1}. */
    private final int[] first = new int[CoreBlock.CORES + 1];

    private long eastWest;
    private long northSouth;

    BlockExchange(ChipSpec spec, CoreBlocks blocks, CrossbarCores cores) {
        this.blocks = blocks;
        this.cores = cores;
        isPlain = spec.grid().chips() == 1
                && spec.fabric().topology() == FabricSpec.Topology.MESH
                && spec.fabric().multicast() != FabricSpec.Multicast.TREE;
        columns = spec.grid().columns();
        neuronsPerCore = spec.core().neurons();
        sourcesOfNeurons = spec.cores() * neuronsPerCore;
        int most = CoreBlock.CORES * Math.ceilDiv(neuronsPerCore, CrossbarState.BLOCK) * CrossbarState.BLOCK;
        neurons = new int[most];
        targets = new long[most];
    }

    /**
     * Brings all spikes to their targets, logs them, and counts links.
     *
     * @return false, and nothing is done, if links are not counted as on one chip with a plain mesh
     */
    boolean run(SpikeLog spikes, DirectFabric fabric) {
        if (!isPlain) {
            return false;
        }
        eastWest = 0;
        northSouth = 0;
        boolean logging = spikes.enabled();
        for (int b = 0; b < blocks.count(); b++) {
            CoreBlock block = blocks.get(b);
            if (block != null) {
                fetch(block);
                if (logging) {
                    log(block, b, spikes);
                }
                for (int i = 0; i < CoreBlock.CORES; i++) {
                    if (first[i] < first[i + 1]) {
                        send(block, b * CoreBlock.CORES + i, i);
                    }
                }
            }
        }
        if (logging) {
            logBuses(spikes);
        }
        fabric.carried(eastWest, northSouth);
        return true;
    }

    private void fetch(CoreBlock block) {
        int count = 0;
        for (int i = 0; i < CoreBlock.CORES; i++) {
            first[i] = count;
            for (int w = 0; w < block.neuronWords; w++) {
                int neuron = i * block.room + w * CrossbarState.BLOCK;
                for (long bits = block.fired[i * block.neuronWords + w]; bits != 0; bits &= bits - 1) {
                    neurons[count++] = neuron + Long.numberOfTrailingZeros(bits);
                }
            }
        }
        first[CoreBlock.CORES] = count;
        for (int k = 0; k < count; k++) {
            targets[k] = block.targets[neurons[k]];
        }
    }

    private void log(CoreBlock block, int b, SpikeLog spikes) {
        for (int i = 0; i < CoreBlock.CORES; i++) {
            int offset = (b * CoreBlock.CORES + i) * neuronsPerCore - i * block.room;
            for (int k = first[i]; k < first[i + 1]; k++) {
                spikes.add(offset + neurons[k], 1);
            }
        }
    }

    private void send(CoreBlock block, int node, int index) {
        int messages = 0;
        for (int k = first[index]; k < first[index + 1]; k++) {
            long target = targets[k];
            if (!Target.isOnChip(target)) {
                continue;
            }
            messages++;
            int dx = Target.dx(target);
            int dy = Target.dy(target);
            int to = node + dx + dy * columns;
            CoreBlock there = blocks.existing(to);
            if (there != null && (there.present >>> to & 1) != 0) {
                eastWest += Math.abs(dx);
                northSouth += Math.abs(dy);
                cores.arrive(to, Target.axon(target), Target.ahead(target));
            }
        }
        block.messages[index] += messages;
    }

    private void logBuses(SpikeLog spikes) {
        for (int b = 0; b < blocks.count(); b++) {
            CoreBlock block = blocks.get(b);
            for (long left = block == null ? 0 : block.buses; left != 0; left &= left - 1) {
                IntList row = block.cores[Long.numberOfTrailingZeros(left)].firedNeurons();
                for (int k = 0; k < row.size(); k++) {
                    spikes.add(sourcesOfNeurons + row.get(k), 1);
                }
            }
        }
    }
}
