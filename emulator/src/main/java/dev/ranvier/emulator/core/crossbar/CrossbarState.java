package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.fabric.link.BoardRoute;
import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.memory.PackedBank;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.CrossbarCoreSpec.Semantics;
import dev.ranvier.hw.MemorySpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memories of a crossbar core as structure of arrays: the truth behind what the host sees. Arrays over neurons have
 * room for whole blocks of 64, arrays over axons for whole words of 64. Owned by its core.
 */
final class CrossbarState {
    /** Neurons in a block. */
    static final int BLOCK = 64;

    final int neurons;
    final int axons;
    /** Neurons rounded up to whole blocks. */
    final int room;

    final int blocks;
    /** Words of a set of axons. */
    final int axonWords;

    /** Potential of neuron n: {@code potential[base + n]}. */
    final int[] potential;

    /** See {@link #potential}. */
    final int base;

    final int[] leak;
    /** Positive threshold, or alpha. */
    final int[] positive;
    /** Negative threshold; for TrueNorth the value beta, whose negation is the threshold. */
    final int[] negative;
    /** Reset potential. */
    final int[] reset;
    /** Reset mode (RANC), or gamma, kappa, reversal and stochastic bits ({@link TrueNorthFlags}). */
    final int[] flags;
    /** Weight of neuron n for type t: {@code weights[t * room + n]}. */
    final int[] weights;
    /** Neurons that axon a reaches: bit n of {@code rows[a * blocks ..]}. */
    final long[] rows;
    /** Type per axon. */
    final byte[] types;
    /** Where potentials and scheduler lie. */
    final CoreBlock block;

    /** Number of the core in its block. */
    final int index;

    /** Target of neuron n: {@code block.targets[base + n]}, laid out as {@link Target} says. */
    private final long[] target;

    private final int node;
    private final BoardRoute board;
    private final boolean delayFromOne;
    private final WordBank registers;
    private final WordBank random;
    private final BitColumnsBank crossbarBank;
    private final PackedBank typesBank;
    private final PackedBank weightsBank;
    private final DecodedBank neuronsBank;
    private final DecodedBank targetsBank;
    private final DecodedBank potentialsBank;
    private final DecodedBank pointerBank;
    private final List<MemoryBank> banks = new ArrayList<>();

    CrossbarState(ChipSpec spec, int node, CoreBlock block) {
        this.node = node;
        this.block = block;
        index = node % CoreBlock.CORES;
        board = new BoardRoute(spec.grid(), spec.fabric().links());
        CrossbarCoreSpec core = (CrossbarCoreSpec) spec.core();
        delayFromOne = core.semantics() == Semantics.TRUENORTH;
        neurons = core.neurons();
        axons = core.axons();
        blocks = Math.ceilDiv(neurons, BLOCK);
        room = blocks * BLOCK;
        axonWords = Math.ceilDiv(axons, Long.SIZE);
        potential = block.potentials;
        base = index * room;
        leak = new int[room];
        positive = new int[room];
        negative = new int[room];
        reset = new int[room];
        flags = new int[room];
        MemorySpec weightsSpec = spec.memory("weights");
        int types4 = weightsSpec.entryWords() * PackedBank.perWord(weightsSpec);
        weights = new int[types4 * room];
        rows = new long[axonWords * Long.SIZE * blocks];
        types = new byte[axonWords * Long.SIZE];
        target = block.targets;
        registers = new WordBank(spec.memory("registers"));
        random = spec.memories().stream().anyMatch(memory -> memory.name().equals("random"))
                ? new WordBank(spec.memory("random"))
                : null;
        crossbarBank = new BitColumnsBank(spec.memory("crossbar"), rows, blocks);
        typesBank = new PackedBank(spec.memory("axon_types"), new Bytes(types));
        weightsBank = new PackedBank(weightsSpec, new DecodedBank.Column() {
            @Override
            public long get(int element) {
                return weights[element % types4 * room + element / types4];
            }

            @Override
            public void set(int element, long value) {
                weights[element % types4 * room + element / types4] = (int) value;
            }
        });
        neuronsBank = new DecodedBank(spec.memory("neurons"), neuronColumns(core.semantics()));
        targetsBank = new DecodedBank(spec.memory("targets"), targetColumns());
        potentialsBank = new DecodedBank(spec.memory("potentials"), Map.of("potential", new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return potential[base + entry];
            }

            @Override
            public void set(int entry, long value) {
                potential[base + entry] = (int) value;
            }
        }));
        pointerBank = new DecodedBank(spec.memory("row_pointer"), Map.of("row", new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return block.pointer[index];
            }

            @Override
            public void set(int entry, long value) {
                block.pointer[index] = (int) value;
            }
        }));
        banks.addAll(List.of(
                registers,
                crossbarBank,
                typesBank,
                weightsBank,
                neuronsBank,
                targetsBank,
                potentialsBank,
                pointerBank,
                new SchedulerBank(spec.memory("scheduler"), block, index)));
        if (random != null) {
            banks.add(random);
        }
    }

    /** A column over an array of ints. */
    private record Ints(int[] values) implements DecodedBank.Column {
        @Override
        public long get(int entry) {
            return values[entry];
        }

        @Override
        public void set(int entry, long value) {
            values[entry] = (int) value;
        }
    }

    /** A column over an array of bytes. */
    private record Bytes(byte[] values) implements DecodedBank.Column {
        @Override
        public long get(int entry) {
            return values[entry];
        }

        @Override
        public void set(int entry, long value) {
            values[entry] = (byte) value;
        }
    }

    /** A column over some bits of an array of ints. */
    private record Bits(int[] values, int low, int count) implements DecodedBank.Column {
        private int mask() {
            return (int) ((1L << count) - 1) << low;
        }

        @Override
        public long get(int entry) {
            return (values[entry] & mask()) >>> low;
        }

        @Override
        public void set(int entry, long value) {
            values[entry] = (values[entry] & ~mask()) | ((int) value << low & mask());
        }
    }

    private Map<String, DecodedBank.Column> neuronColumns(Semantics semantics) {
        Map<String, DecodedBank.Column> columnsByName = new HashMap<>();
        columnsByName.put("leak", new Ints(leak));
        if (semantics == Semantics.TRUENORTH) {
            columnsByName.put("alpha", new Ints(positive));
            columnsByName.put("beta", new Ints(negative));
            columnsByName.put("reset", new Ints(reset));
            TrueNorthFlags.FIELDS.forEach(
                    (name, bits) -> columnsByName.put(name, new Bits(flags, bits.low(), bits.count())));
        } else {
            columnsByName.put("positive_threshold", new Ints(positive));
            columnsByName.put("negative_threshold", new Ints(negative));
            columnsByName.put("reset_potential", new Ints(reset));
            columnsByName.put("reset_mode", new Bits(flags, 0, 8));
        }
        return columnsByName;
    }

    /** Some bits of the targets. */
    private DecodedBank.Column targetBits(int low, int count, boolean signed, int offset) {
        long mask = (1L << count) - 1;
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                long value = target[base + entry] >>> low & mask;
                return signed ? (short) value : value + offset & mask;
            }

            @Override
            public void set(int entry, long value) {
                long place = value - offset & mask;
                target[base + entry] =
                        Target.located((target[base + entry] & ~(mask << low)) | place << low, node, board);
            }
        };
    }

    private Map<String, DecodedBank.Column> targetColumns() {
        Map<String, DecodedBank.Column> columnsByName = new HashMap<>();
        columnsByName.put("dx", targetBits(Target.DX, 16, true, 0));
        columnsByName.put("dy", targetBits(Target.DY, 16, true, 0));
        columnsByName.put("axon", targetBits(Target.AXON, 20, false, 0));
        columnsByName.put(delayFromOne ? "delay" : "tick", targetBits(Target.AHEAD, 8, false, delayFromOne ? 1 : 0));
        columnsByName.put("connected", targetBits(Target.CONNECTED, 1, false, 0));
        return columnsByName;
    }

    /** All memories that a core has for itself. */
    List<MemoryBank> banks() {
        return banks;
    }

    WordBank registers() {
        return registers;
    }

    /** Seed and recorded draws; null on a chip without random units. */
    WordBank random() {
        return random;
    }

    /** Changes when the host writes configuration: everything but potentials, scheduler and row pointer. */
    long configurationVersion() {
        return (long) registers.version()
                + crossbarBank.version()
                + typesBank.version()
                + weightsBank.version()
                + neuronsBank.version()
                + targetsBank.version();
    }

    /** Changes when the host writes the crossbar. */
    int crossbarVersion() {
        return crossbarBank.version();
    }

    /** Changes when the host writes a potential. */
    int potentialVersion() {
        return potentialsBank.version();
    }

    /** Value of the field {@code name} of the registers. */
    int register(String name) {
        return (int) registers.field(0, registers.spec().field(name));
    }

    /** Potential of {@code neuron}. */
    int potentialOf(int neuron) {
        return potential[base + neuron];
    }

    /** Target of {@code neuron}. */
    long targetOf(int neuron) {
        return target[base + neuron];
    }

    /** The targets of the neurons, one each; neuron n has entry {@code identity[n]} = n. */
    OutputAxons outputs(int[] identity) {
        int[] nodes = new int[neurons];
        int[] axonsAndTicks = new int[neurons];
        for (int n = 0; n < neurons; n++) {
            long to = target[base + n];
            nodes[n] = Target.isOnChip(to) ? Target.node(to, node, board) : -1;
            axonsAndTicks[n] = Target.axon(to) | Target.ahead(to) << 20;
        }
        return new OutputAxons(identity, nodes, axonsAndTicks);
    }

    /** Changes when the host writes a target. */
    int targetVersion() {
        return targetsBank.version();
    }

    /** Potentials and scheduler to zero, the row pointer to where it starts. */
    void clear() {
        block.clear(index);
    }

    void save(DataOutput out) throws IOException {
        registers.save(out);
        if (random != null) {
            random.save(out);
        }
        for (MemoryBank bank : banks) {
            if (bank != registers && bank != random) {
                for (int address = 0; address < bank.spec().depth(); address++) {
                    out.writeLong(bank.read(address));
                }
            }
        }
    }

    void load(DataInput in) throws IOException {
        registers.load(in);
        if (random != null) {
            random.load(in);
        }
        for (MemoryBank bank : banks) {
            if (bank != registers && bank != random) {
                for (int address = 0; address < bank.spec().depth(); address++) {
                    bank.write(address, in.readLong());
                }
            }
        }
    }
}
