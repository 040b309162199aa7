package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.emulator.plasticity.Brian2Group;
import dev.ranvier.emulator.plasticity.DrawStream;
import dev.ranvier.emulator.plasticity.LavaGroup;
import dev.ranvier.emulator.plasticity.LearningGroup;
import dev.ranvier.emulator.plasticity.PesGroup;
import dev.ranvier.emulator.plasticity.PlasticRows;
import dev.ranvier.emulator.plasticity.PlasticSynapses;
import dev.ranvier.emulator.plasticity.PreTraces;
import dev.ranvier.hw.CompartmentProfile;
import dev.ranvier.hw.CompartmentProfile.Semantics;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;

/** Decodes output axons and learning groups of a core from its memories. Stateless. */
final class CoreTables {
    private CoreTables() {}

    /**
     * The learning groups of a core.
     *
     * @param groups group g at g - 1; null where there is none
     * @param segmentGroup group per segment of the synapse table; 0 = none
     * @param segmentRow row within the group per segment
     */
    record Groups(LearningGroup[] groups, int[] segmentGroup, int[] segmentRow) {}

    static OutputAxons outputs(WordBank config, WordBank axonOut, int compartments) {
        FieldSpec first = config.spec().field("axon_out");
        FieldSpec number = config.spec().field("axon_count");
        MemorySpec spec = axonOut.spec();
        int[] start = new int[compartments + 1];
        IntList core = new IntList(16);
        IntList axon = new IntList(16);
        for (int i = 0; i < compartments; i++) {
            start[i] = core.size();
            long from = config.field(i, first);
            long count = config.field(i, number);
            if (from + count > spec.entries()) {
                throw new RanvierException(
                        "compartment " + i + " names output axons " + from + ".." + (from + count - 1)
                                + ", which do not exist: memory 'axon_out' has 0.." + (spec.entries() - 1));
            }
            for (long entry = from; entry < from + count; entry++) {
                core.add((int) axonOut.field((int) entry, spec.field("core")));
                axon.add((int) (axonOut.field((int) entry, spec.field("axon"))
                        | axonOut.field((int) entry, spec.field("atom")) << 20));
            }
        }
        start[compartments] = core.size();
        return new OutputAxons(
                start,
                java.util.Arrays.copyOf(core.array(), core.size()),
                java.util.Arrays.copyOf(axon.array(), axon.size()));
    }

    static Groups groups(
            WordBank learning,
            WordBank random,
            SynapseTable table,
            PlasticSynapses plastic,
            PreTraces traces,
            CompartmentState state,
            CompartmentProfile profile,
            int compartments,
            int coreId) {
        int segments = table.segmentKind.length;
        int[] segmentGroup = new int[segments];
        int[] segmentRow = new int[segments];
        int available = learning.spec().entries();
        PlasticRows[] rows = new PlasticRows[available];
        for (int axon = 0; axon < table.axons; axon++) {
            int group = table.axonGroup[axon];
            if (group == 0) {
                continue;
            }
            if (group > available) {
                throw new RanvierException(
                        "axon " + axon + " names learning group " + group + ", allowed: 0.." + available);
            }
            if (rows[group - 1] == null) {
                rows[group - 1] = new PlasticRows();
            }
            int from = table.axonRow[axon];
            for (int s = table.rowSegment[from]; s < table.rowSegment[from + table.axonAtoms[axon]]; s++) {
                if (table.segmentKind[s] != SynapseTable.PLASTIC) {
                    throw new RanvierException("axon " + axon + " is in learning group " + group
                            + ", but its row lies in 'synapse'; rows that learn lie in 'plastic_synapse'");
                }
                SynapseFormat format = table.segmentFormat[s];
                segmentGroup[s] = group;
                segmentRow[s] = rows[group - 1].add(
                        axon,
                        table.segmentFrom[s],
                        table.segmentTo[s],
                        new PlasticRows.WeightFormat(format.exponent(), format.lowZeros(), format.signMode()));
            }
        }
        LearningGroup[] groups = new LearningGroup[available];
        for (int g = 0; g < available; g++) {
            if (rows[g] != null) {
                LearningRule rule = LearningRule.fromWords(
                        learning.spec(), learning.copy(g * LearningRule.WORDS, LearningRule.WORDS), 0);
                groups[g] = group(rule, g + 1, rows[g], random, plastic, traces, state, profile, compartments, coreId);
                if (groups[g] == null) {
                    for (int s = 0; s < segments; s++) {
                        segmentGroup[s] = segmentGroup[s] == g + 1 ? 0 : segmentGroup[s];
                    }
                }
            }
        }
        return new Groups(groups, segmentGroup, segmentRow);
    }

    private static LearningGroup group(
            LearningRule rule,
            int number,
            PlasticRows rows,
            WordBank random,
            PlasticSynapses plastic,
            PreTraces traces,
            CompartmentState state,
            CompartmentProfile profile,
            int compartments,
            int coreId) {
        if (rule.kind() == LearningRule.Kind.OFF) {
            return null;
        }
        boolean wantsPes = profile.semantics() == Semantics.NENGO;
        if (wantsPes != (rule.kind() == LearningRule.Kind.PES)) {
            throw new RanvierException("learning group " + number + " is of kind " + rule.kind() + ", profile '"
                    + profile.name() + "' has " + (wantsPes ? "PES" : "sums of products"));
        }
        // Lava's draws are shared by the whole connection, wherever its neurons lie; the others are drawn per synapse.
        long salt = 0x4C000000L + rule.stream() * 4096L;
        DrawStream shared = new DrawStream(random, number, salt);
        DrawStream own = new DrawStream(random, number, salt + coreId + 1);
        return switch (profile.semantics()) {
            case NENGO -> new PesGroup(rule, rows, plastic, traces, own, compartments);
            case LAVA ->
                new LavaGroup(rule, rows, plastic, traces, state.post, shared, profile.firstTick(), compartments);
            case BRIAN2 -> new Brian2Group(rule, rows, plastic, own, compartments);
        };
    }
}
