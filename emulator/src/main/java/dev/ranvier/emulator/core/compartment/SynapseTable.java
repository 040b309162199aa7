package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.emulator.plasticity.PlasticSynapses;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The synapses of a core, decoded from its memories into flat arrays. An axon has one row per atom; a row is cut into
 * segments of one delay and one kind:
 *
 * <ul>
 *   <li>sparse: words of weight (bits 31:16, in units of 64) and target (bits 15:0);
 *   <li>dense: a row number of {@link DenseRows};
 *   <li>plastic: a range of {@link PlasticSynapses}.
 * </ul>
 *
 * <p>Immutable once built, except for the rows requested from {@link DenseRows}.
 */
final class SynapseTable {
    static final int SPARSE = 0;
    static final int DENSE = 1;
    static final int PLASTIC = 2;

    /** Most synapses that the axons of a core name in all, four for each pair of axon and compartment. */
    private static final long MAX_SYNAPSES = 1 << 24;

    /** A row this many times shorter than the core's row of accumulators is still faster as a full row. */
    private static final int DENSE_BREAK_EVEN = 12;

    final int axons;
    /** First row per axon; rows of axon a are axonRow[a] .. axonRow[a] + axonAtoms[a] - 1. */
    final int[] axonRow;

    final int[] axonAtoms;
    /** Learning group per axon; 0 = none. */
    final int[] axonGroup;
    /** First segment per row; one more than there are rows. */
    final int[] rowSegment;

    final int[] segmentKind;
    final int[] segmentDelay;
    /** Sparse: first word. Dense: row number. Plastic: first synapse. */
    final int[] segmentFrom;

    final int[] segmentTo;
    /** Synapses, for the counters. */
    final int[] segmentSynapses;
    /** Blocks of 64 compartments that the segment reaches. */
    final long[] segmentBlocks;
    /** Format of the segment. */
    final SynapseFormat[] segmentFormat;
    /** Ring of sums that are shifted before use: 0 = the main one, k = {@link #shiftedFormats} k - 1. */
    final int[] segmentRing;

    final int[] words;
    final DenseRows dense;
    final List<SynapseFormat> shiftedFormats;
    final int maxDelay;

    private SynapseTable(Builder b) {
        axons = b.axons;
        axonRow = b.axonRow;
        axonAtoms = b.axonAtoms;
        axonGroup = b.axonGroup;
        rowSegment = Arrays.copyOf(b.rowSegment.array(), b.rowSegment.size());
        int n = b.segments.size();
        segmentKind = new int[n];
        segmentDelay = new int[n];
        segmentFrom = new int[n];
        segmentTo = new int[n];
        segmentSynapses = new int[n];
        segmentBlocks = new long[n];
        segmentFormat = new SynapseFormat[n];
        segmentRing = new int[n];
        for (int i = 0; i < n; i++) {
            Segment segment = b.segments.get(i);
            segmentKind[i] = segment.kind;
            segmentDelay[i] = segment.delay;
            segmentFrom[i] = segment.from;
            segmentTo[i] = segment.to;
            segmentSynapses[i] = segment.synapses;
            segmentBlocks[i] = segment.blocks;
            segmentFormat[i] = segment.format;
            segmentRing[i] = segment.ring;
        }
        words = Arrays.copyOf(b.words.array(), b.words.size());
        dense = b.dense;
        shiftedFormats = List.copyOf(b.shifted);
        maxDelay = b.maxDelay;
    }

    private record Segment(
            int kind, int delay, int from, int to, int synapses, long blocks, SynapseFormat format, int ring) {}

    /** Decodes the tables of a core. */
    static SynapseTable decode(
            WordBank axonIn,
            WordBank rows,
            WordBank synapse,
            WordBank formats,
            PlasticSynapses plastic,
            int compartments,
            CompartmentProfile profile) {
        return new Builder(axonIn, rows, synapse, formats, plastic, compartments, profile).build();
    }

    private static final class Builder {
        final WordBank axonIn;
        final WordBank rows;
        final WordBank synapse;
        final WordBank formatBank;
        final PlasticSynapses plastic;
        final int compartments;
        final CompartmentProfile profile;
        final int stride;
        final int axons;
        final int[] axonRow;
        final int[] axonAtoms;
        final int[] axonGroup;
        final IntList rowSegment = new IntList(64);
        final List<Segment> segments = new ArrayList<>();
        final IntList words = new IntList(1024);
        final DenseRows dense;
        final List<SynapseFormat> shifted = new ArrayList<>();
        final Map<Integer, SynapseFormat> formats = new HashMap<>();
        int maxDelay;
        long synapses;

        // One row while it is read: parallel lists of target, effective weight, delay, format.
        final IntList target = new IntList(64);
        final IntList weight = new IntList(64);
        final IntList delay = new IntList(64);
        final IntList format = new IntList(64);

        Builder(
                WordBank axonIn,
                WordBank rows,
                WordBank synapse,
                WordBank formatBank,
                PlasticSynapses plastic,
                int compartments,
                CompartmentProfile profile) {
            this.axonIn = axonIn;
            this.rows = rows;
            this.synapse = synapse;
            this.formatBank = formatBank;
            this.plastic = plastic;
            this.compartments = compartments;
            this.profile = profile;
            stride = AccumulatorRing.strideFor(compartments);
            dense = new DenseRows(stride);
            axons = axonIn.used();
            axonRow = new int[axons];
            axonAtoms = new int[axons];
            axonGroup = new int[axons];
        }

        SynapseTable build() {
            MemorySpec spec = axonIn.spec();
            FieldSpec rowField = spec.field("row");
            FieldSpec atomsField = spec.field("atoms");
            FieldSpec baseField = spec.field("base");
            FieldSpec groupField = spec.field("group");
            int row = 0;
            for (int axon = 0; axon < axons; axon++) {
                int first = (int) axonIn.field(axon, rowField);
                int atoms = (int) axonIn.field(axon, atomsField);
                int base = (int) axonIn.field(axon, baseField);
                axonRow[axon] = row;
                axonAtoms[axon] = atoms;
                axonGroup[axon] = (int) axonIn.field(axon, groupField);
                for (int atom = 0; atom < atoms; atom++) {
                    readRow(axon, first + atom, base);
                    row++;
                }
            }
            rowSegment.add(segments.size());
            return new SynapseTable(this);
        }

        private void readRow(int axon, int entry, int base) {
            rowSegment.add(segments.size());
            MemorySpec spec = rows.spec();
            if (entry >= spec.entries()) {
                throw new RanvierException(
                        "axon " + axon + " names synapse row " + entry + ", allowed: 0.." + (spec.entries() - 1));
            }
            long address = rows.field(entry, spec.field("address"));
            int count = (int) rows.field(entry, spec.field("count"));
            synapses += count;
            if (synapses > MAX_SYNAPSES) {
                throw new RanvierException("the rows of axons 0.." + axon + " have " + synapses
                        + " synapses in all, allowed: " + MAX_SYNAPSES);
            }
            boolean isPlastic = rows.field(entry, spec.field("plastic")) == 1;
            if (isPlastic) {
                plasticRow(axon, address, count, (int) rows.field(entry, spec.field("format")));
            } else {
                unpack(axon, address, count, base);
                cut();
            }
        }

        private SynapseFormat format(int index) {
            return formats.computeIfAbsent(index, i -> SynapseFormat.decode(formatBank, i));
        }

        private int ringOf(SynapseFormat format) {
            if (!format.shiftsSums(profile.semantics())) {
                return 0;
            }
            if (!shifted.contains(format)) {
                shifted.add(format);
            }
            return shifted.indexOf(format) + 1;
        }

        private void plasticRow(int axon, long address, int count, int formatIndex) {
            SynapseFormat rowFormat = format(formatIndex);
            int entries = plastic.bank().spec().entries();
            if (address + count > entries) {
                throw new RanvierException("axon " + axon + " names plastic synapses " + address + ".."
                        + (address + count - 1) + ", allowed: 0.." + (entries - 1));
            }
            int from = (int) address;
            plastic.ensure(from + count);
            long blocks = 0;
            int rowDelay = count == 0 ? 0 : plastic.delay[from];
            for (int i = from; i < from + count; i++) {
                checkTarget(axon, plastic.target[i]);
                if (plastic.delay[i] != rowDelay) {
                    throw new RanvierException("axon " + axon + " has plastic synapses with delays " + rowDelay
                            + " and " + plastic.delay[i] + "; a learning row has one delay");
                }
                blocks |= 1L << (plastic.target[i] / AccumulatorRing.BLOCK);
            }
            checkDelay(axon, rowDelay);
            segments.add(
                    new Segment(PLASTIC, rowDelay, from, from + count, count, blocks, rowFormat, ringOf(rowFormat)));
        }

        /** Reads a packed row: blocks of a header (6 bits count - 1, 4 bits format) and synapses, low bits first. */
        private void unpack(int axon, long address, int count, int base) {
            target.clear();
            weight.clear();
            delay.clear();
            format.clear();
            int implicit = 0;
            int left = count;
            long at = address;
            while (left > 0) {
                if (at >= synapse.spec().depth()) {
                    throw new RanvierException("axon " + axon + " has synapses beyond word "
                            + (synapse.spec().depth() - 1) + " of memory 'synapse'");
                }
                long header = synapse.read((int) at);
                int inBlock = (int) (header & 63) + 1;
                if (inBlock > left) {
                    throw new RanvierException(
                            "axon " + axon + ": the block at word " + at + " of memory 'synapse' has " + inBlock
                                    + " synapses, but its row has only " + left + " left");
                }
                SynapseFormat blockFormat = format((int) (header >>> 6) & 15);
                long bit = at * 64 + 10;
                for (int i = 0; i < inBlock; i++) {
                    int stored = (int) bits(bit, blockFormat.weightBits());
                    bit += blockFormat.weightBits();
                    int synapseDelay = (int) bits(bit, blockFormat.delayBits());
                    bit += blockFormat.delayBits() + blockFormat.tagBits();
                    int index = blockFormat.indexBits() == 0 ? implicit++ : (int) bits(bit, blockFormat.indexBits());
                    bit += blockFormat.indexBits();
                    checkTarget(axon, base + index);
                    checkDelay(axon, synapseDelay);
                    int effective = blockFormat.effective(blockFormat.mantissa(stored), profile.semantics());
                    if (effective != (short) effective) {
                        throw new RanvierException("axon " + axon + " has a weight of " + effective
                                + " * 64, allowed: -32768..32767; lower the exponent of synapse format "
                                + blockFormat.index());
                    }
                    target.add(base + index);
                    weight.add(effective);
                    delay.add(synapseDelay);
                    format.add(blockFormat.index());
                }
                at = Math.ceilDiv(bit, 64);
                left -= inBlock;
            }
        }

        private long bits(long bit, int width) {
            if (width == 0) {
                return 0;
            }
            int word = (int) (bit >>> 6);
            int low = (int) (bit & 63);
            long value = synapse.read(word) >>> low;
            if (low + width > 64) {
                value |= synapse.read(word + 1) << (64 - low);
            }
            return value & ((1L << width) - 1);
        }

        private void checkTarget(int axon, int compartment) {
            if (compartment < 0 || compartment >= compartments) {
                throw new RanvierException("axon " + axon + " has a synapse onto compartment " + compartment
                        + ", which is not in use: the core has compartments 0.." + (compartments - 1));
            }
        }

        private void checkDelay(int axon, int ticks) {
            if (ticks < 0 || ticks > profile.delayMax()) {
                throw new RanvierException(
                        "axon " + axon + " has a synapse with a delay of " + ticks + " ticks; profile '"
                                + profile.name() + "' allows 0.." + profile.delayMax()
                                + (profile.delayMax() == 0 ? ": use profile lava or brian2 for delays" : ""));
            }
            maxDelay = Math.max(maxDelay, ticks);
        }

        /** Cuts the row that was read into segments of one delay and one format class. */
        private void cut() {
            int n = target.size();
            boolean[] done = new boolean[n];
            for (int i = 0; i < n; i++) {
                if (!done[i]) {
                    segment(i, done);
                }
            }
        }

        private void segment(int first, boolean[] done) {
            SynapseFormat firstFormat = format(format.get(first));
            int ring = ringOf(firstFormat);
            int wordsFrom = words.size();
            long blocks = 0;
            int[] full = new int[stride];
            boolean distinct = true;
            boolean[] seen = new boolean[stride];
            int count = 0;
            for (int i = first; i < done.length; i++) {
                SynapseFormat other = format(format.get(i));
                if (done[i]
                        || delay.get(i) != delay.get(first)
                        || ringOf(other) != ring
                        || other.graded() != firstFormat.graded()
                        || other.dense() != firstFormat.dense()) {
                    continue;
                }
                done[i] = true;
                int compartment = target.get(i);
                words.add(weight.get(i) << 16 | compartment);
                distinct &= !seen[compartment];
                seen[compartment] = true;
                full[compartment] += weight.get(i);
                blocks |= 1L << (compartment / AccumulatorRing.BLOCK);
                count++;
            }
            int kind = SPARSE;
            int from = wordsFrom;
            int to = words.size();
            if (distinct && ring == 0 && !firstFormat.graded() && count * DENSE_BREAK_EVEN >= stride) {
                int row = dense.add(full, delay.get(first), blocks);
                if (row >= 0) {
                    kind = DENSE;
                    from = row;
                    to = row;
                    words.truncate(wordsFrom);
                }
            }
            segments.add(new Segment(kind, delay.get(first), from, to, count, blocks, firstFormat, ring));
        }
    }
}
