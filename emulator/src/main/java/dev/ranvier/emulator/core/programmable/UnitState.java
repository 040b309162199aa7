package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.microcode.MicroProgram;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What changes while a programmable core runs: control words, state words, traces, synapses, input sums, with the
 * memories over them. Arrays grow with what is written and are replaced when they do. Owned by its core.
 */
final class UnitState {
    private static final int STATES = MicroProgram.MOST_STATES;
    private static final int INPUTS = 4;
    private static final int SLOTS = 64;

    // Control.
    long seed;
    long tick;
    int reward;
    int core;
    int neuronsInUse;
    int axonsInUse;

    // Neurons.
    final int[][] words = new int[STATES][0];
    int[][] post = new int[2][0];
    long[] lastSpike = new long[0];

    // Axons.
    int[][] pre = new int[2][0];
    long[] lastEvent = new long[0];

    // Synapses.
    short[] target = new short[0];
    byte[] port = new byte[0];
    byte[] delay = new byte[0];
    int[] weight = new int[0];
    int[] tag = new int[0];

    /** Input sums at (slot · 4 + input) · stride + neuron. */
    long[] ring = new long[0];

    int stride;

    private final DecodedBank control;
    private final DecodedBank states;
    private final DecodedBank postTraces;
    private final DecodedBank lastSpikes;
    private final DecodedBank preTraces;
    private final DecodedBank lastEvents;
    private final DecodedBank synapses;
    private final DecodedBank sums;

    UnitState(ChipSpec spec) {
        control = new DecodedBank(
                spec.memory("control"),
                Map.of(
                        "seed", column(i -> seed, (i, v) -> seed = v),
                        "tick", column(i -> tick, (i, v) -> tick = v),
                        "reward", column(i -> reward, (i, v) -> reward = (int) v),
                        "core", column(i -> core, (i, v) -> core = (int) v),
                        "neurons", column(i -> neuronsInUse, (i, v) -> neuronsInUse = (int) v),
                        "axons", column(i -> axonsInUse, (i, v) -> axonsInUse = (int) v)));
        states = new DecodedBank(spec.memory("neuron_state"), Map.of("value", new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry / STATES < stride ? words[entry % STATES][entry / STATES] : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry / STATES < stride || value != 0) {
                    growNeurons(entry / STATES);
                    words[entry % STATES][entry / STATES] = (int) value;
                }
            }
        }));
        postTraces = new DecodedBank(
                spec.memory("neuron_trace"),
                Map.of(
                        "y1", neuronColumn(i -> post[0][i], (i, v) -> post[0][i] = (int) v, 0),
                        "y2", neuronColumn(i -> post[1][i], (i, v) -> post[1][i] = (int) v, 0)));
        lastSpikes = new DecodedBank(
                spec.memory("neuron_last"),
                Map.of("tick", neuronColumn(i -> lastSpike[i], (i, v) -> lastSpike[i] = v, -1)));
        preTraces = new DecodedBank(
                spec.memory("axon_trace"),
                Map.of(
                        "x1", axonColumn(i -> pre[0][i], (i, v) -> pre[0][i] = (int) v, 0),
                        "x2", axonColumn(i -> pre[1][i], (i, v) -> pre[1][i] = (int) v, 0)));
        lastEvents = new DecodedBank(
                spec.memory("axon_last"),
                Map.of("tick", axonColumn(i -> lastEvent[i], (i, v) -> lastEvent[i] = v, -1)));
        synapses = new DecodedBank(
                spec.memory("synapse"),
                Map.of(
                        "post", synapseColumn(i -> target[i], (i, v) -> target[i] = (short) v),
                        "port", synapseColumn(i -> port[i], (i, v) -> port[i] = (byte) v),
                        "delay", synapseColumn(i -> delay[i], (i, v) -> delay[i] = (byte) v),
                        "weight", synapseColumn(i -> weight[i], (i, v) -> weight[i] = (int) v),
                        "tag", synapseColumn(i -> tag[i], (i, v) -> tag[i] = (int) v)));
        sums = new DecodedBank(spec.memory("ring"), Map.of("sum", new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                int neuron = entry / (SLOTS * INPUTS);
                return neuron < stride ? ring[entry % (SLOTS * INPUTS) * stride + neuron] : 0;
            }

            @Override
            public void set(int entry, long value) {
                int neuron = entry / (SLOTS * INPUTS);
                if (neuron < stride || value != 0) {
                    growNeurons(neuron);
                    ring[entry % (SLOTS * INPUTS) * stride + neuron] = value;
                }
            }
        }));
    }

    /** The memory called {@code name}, or null if it is not one of these. */
    MemoryBank bank(String name) {
        for (DecodedBank bank : banks()) {
            if (bank.spec().name().equals(name)) {
                return bank;
            }
        }
        return null;
    }

    private List<DecodedBank> banks() {
        return List.of(control, states, postTraces, lastSpikes, preTraces, lastEvents, synapses, sums);
    }

    /** Changes when the host writes a control word or a synapse. */
    int version() {
        return control.version() + synapses.version();
    }

    /** Number of synapses that have storage; those above are all zero. */
    int storedSynapses() {
        return target.length;
    }

    /** Makes room for {@code count} neurons. */
    void ensureNeurons(int count) {
        if (count <= stride) {
            return;
        }
        for (int k = 0; k < STATES; k++) {
            words[k] = Arrays.copyOf(words[k], count);
        }
        post[0] = Arrays.copyOf(post[0], count);
        post[1] = Arrays.copyOf(post[1], count);
        lastSpike = extended(lastSpike, count);
        long[] wider = new long[SLOTS * INPUTS * count];
        for (int row = 0; row < SLOTS * INPUTS; row++) {
            System.arraycopy(ring, row * stride, wider, row * count, stride);
        }
        ring = wider;
        stride = count;
    }

    /** Makes room for {@code count} axons. */
    void ensureAxons(int count) {
        if (count > lastEvent.length) {
            pre[0] = Arrays.copyOf(pre[0], count);
            pre[1] = Arrays.copyOf(pre[1], count);
            lastEvent = extended(lastEvent, count);
        }
    }

    private static long[] extended(long[] ticks, int count) {
        long[] longer = Arrays.copyOf(ticks, count);
        Arrays.fill(longer, ticks.length, count, -1);
        return longer;
    }

    private void growNeurons(int index) {
        if (index >= stride) {
            ensureNeurons(Math.min(states.spec().entries() / STATES, Math.max(index + 1, Math.max(16, 2 * stride))));
        }
    }

    private void growAxons(int index) {
        int have = lastEvent.length;
        if (index >= have) {
            ensureAxons(Math.min(lastEvents.spec().entries(), Math.max(index + 1, Math.max(16, 2 * have))));
        }
    }

    /** Makes room for synapse {@code index}. */
    void growSynapses(int index) {
        int have = target.length;
        if (index >= have) {
            int count = Math.min(synapses.spec().entries(), Math.max(index + 1, Math.max(64, 2 * have)));
            target = Arrays.copyOf(target, count);
            port = Arrays.copyOf(port, count);
            delay = Arrays.copyOf(delay, count);
            weight = Arrays.copyOf(weight, count);
            tag = Arrays.copyOf(tag, count);
        }
    }

    /** Everything that running changes to where a core without an image starts; control words and synapses stay. */
    void clear() {
        tick = 0;
        for (int[] word : words) {
            Arrays.fill(word, 0);
        }
        for (int k = 0; k < 2; k++) {
            Arrays.fill(post[k], 0);
            Arrays.fill(pre[k], 0);
        }
        Arrays.fill(lastSpike, -1);
        Arrays.fill(lastEvent, -1);
        Arrays.fill(ring, 0);
    }

    // ------------------------------------------------------------------------------------------------------ columns

    private interface Getter {
        long get(int index);
    }

    private interface Setter {
        void set(int index, long value);
    }

    private DecodedBank.Column neuronColumn(Getter getter, Setter setter, long initial) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry < stride ? getter.get(entry) : initial;
            }

            @Override
            public void set(int entry, long value) {
                if (entry < stride || value != initial) {
                    growNeurons(entry);
                    setter.set(entry, value);
                }
            }
        };
    }

    private DecodedBank.Column axonColumn(Getter getter, Setter setter, long initial) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry < lastEvent.length ? getter.get(entry) : initial;
            }

            @Override
            public void set(int entry, long value) {
                if (entry < lastEvent.length || value != initial) {
                    growAxons(entry);
                    setter.set(entry, value);
                }
            }
        };
    }

    private DecodedBank.Column synapseColumn(Getter getter, Setter setter) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return entry < target.length ? getter.get(entry) : 0;
            }

            @Override
            public void set(int entry, long value) {
                if (entry < target.length || value != 0) {
                    growSynapses(entry);
                    setter.set(entry, value);
                }
            }
        };
    }

    private static DecodedBank.Column column(Getter getter, Setter setter) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return getter.get(entry);
            }

            @Override
            public void set(int entry, long value) {
                setter.set(entry, value);
            }
        };
    }

    // ---------------------------------------------------------------------------------------------------------- state

    void save(DataOutput out) throws IOException {
        for (DecodedBank bank : banks()) {
            bank.save(out);
        }
        out.writeLong(seed);
        out.writeLong(tick);
        out.writeInt(reward);
        out.writeInt(core);
        out.writeInt(neuronsInUse);
        out.writeInt(axonsInUse);
        out.writeInt(stride);
        for (int i = 0; i < stride; i++) {
            for (int[] word : words) {
                out.writeInt(word[i]);
            }
            out.writeInt(post[0][i]);
            out.writeInt(post[1][i]);
            out.writeLong(lastSpike[i]);
        }
        for (long sum : ring) {
            out.writeLong(sum);
        }
        out.writeInt(lastEvent.length);
        for (int i = 0; i < lastEvent.length; i++) {
            out.writeInt(pre[0][i]);
            out.writeInt(pre[1][i]);
            out.writeLong(lastEvent[i]);
        }
        out.writeInt(target.length);
        for (int i = 0; i < target.length; i++) {
            out.writeShort(target[i]);
            out.writeByte(port[i]);
            out.writeByte(delay[i]);
            out.writeInt(weight[i]);
            out.writeInt(tag[i]);
        }
    }

    void load(DataInput in) throws IOException {
        for (DecodedBank bank : banks()) {
            bank.load(in);
        }
        seed = in.readLong();
        tick = in.readLong();
        reward = in.readInt();
        core = in.readInt();
        neuronsInUse = in.readInt();
        axonsInUse = in.readInt();
        int neurons = count(in, states.spec().entries() / STATES, "neurons");
        stride = 0;
        ring = new long[0];
        ensureNeurons(neurons);
        for (int i = 0; i < neurons; i++) {
            for (int[] word : words) {
                word[i] = in.readInt();
            }
            post[0][i] = in.readInt();
            post[1][i] = in.readInt();
            lastSpike[i] = in.readLong();
        }
        for (int i = 0; i < ring.length; i++) {
            ring[i] = in.readLong();
        }
        int axons = count(in, lastEvents.spec().entries(), "axons");
        pre = new int[2][0];
        lastEvent = new long[0];
        ensureAxons(axons);
        for (int i = 0; i < axons; i++) {
            pre[0][i] = in.readInt();
            pre[1][i] = in.readInt();
            lastEvent[i] = in.readLong();
        }
        int count = count(in, synapses.spec().entries(), "synapses");
        target = new short[count];
        port = new byte[count];
        delay = new byte[count];
        weight = new int[count];
        tag = new int[count];
        for (int i = 0; i < count; i++) {
            target[i] = in.readShort();
            port[i] = in.readByte();
            delay[i] = in.readByte();
            weight[i] = in.readInt();
            tag[i] = in.readInt();
        }
    }

    private static int count(DataInput in, int most, String what) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("saved state has " + count + " " + what + ", this core holds 0.." + most);
        }
        return count;
    }
}
