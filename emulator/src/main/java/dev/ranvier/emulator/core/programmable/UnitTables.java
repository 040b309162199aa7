package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Entry;
import java.util.Arrays;
import java.util.Map;

/**
 * What a programmable core decodes from its memories before it runs: profiles, rows of synapses, who runs what. Refuses
 * what section 3 of the specification calls a load error. Immutable.
 */
final class UnitTables {
    /** A profile number that means: none. */
    static final int NO_PROFILE = 16;

    final int neurons;
    final int axons;
    /** Profiles by number; null where nobody uses one. */
    final Profile[] profiles;
    /** Version of the memories that the profiles come from. */
    final long profileVersion;

    /** Runs of neighbours with the same tick profile: {@code runStart[r] .. runStart[r + 1] - 1}. */
    final int[] runStart;

    final int[] runProfile;
    /** Profile of the traces per neuron; -1 = none. */
    final int[] traceProfile;
    /** Learning profile per axon; -1 = none. */
    final int[] axonProfile;

    final int[] rowStart;
    final int[] rowEnd;
    /** Axon per synapse in a row; -1 for synapses that no axon has. */
    final int[] axonOf;
    /** Synapses with POST by post neuron: {@code incoming[incomingStart[n] .. incomingStart[n + 1] - 1]}. */
    final int[] incoming;

    final int[] incomingStart;
    final OutputAxons outputs;

    /** Tables of a core without neurons. */
    UnitTables() {
        neurons = 0;
        axons = 0;
        profiles = new Profile[0];
        profileVersion = -1;
        runStart = new int[1];
        runProfile = new int[0];
        traceProfile = new int[0];
        axonProfile = new int[0];
        rowStart = new int[0];
        rowEnd = new int[0];
        axonOf = new int[0];
        incoming = new int[0];
        incomingStart = new int[1];
        outputs = OutputAxons.none(0);
    }

    /**
     * Decodes {@code words}; makes room in {@code state} for what is used.
     *
     * @param before tables until now: their profiles stay if no program has changed
     */
    UnitTables(Map<String, WordBank> words, UnitState state, UnitTables before) {
        WordBank neuronBank = words.get("neuron");
        WordBank axonBank = words.get("axon");
        neurons = limited("neurons", state.neuronsInUse, neuronBank.spec().entries());
        axons = limited("axons", state.axonsInUse, axonBank.spec().entries());
        if (state.tick < 0) {
            throw new RanvierException("control.tick is " + state.tick + ", allowed: 0 .. 2^63 - 1");
        }
        profileVersion = version(words);
        profiles = profileVersion == before.profileVersion
                ? before.profiles
                : new Profile[words.get("profile").spec().entries()];
        int[] tickOf = new int[neurons];
        traceProfile = new int[neurons];
        for (int i = 0; i < neurons; i++) {
            tickOf[i] = profile(words, profiles, field(neuronBank, i, "tick_profile"), "neuron " + i, false);
            traceProfile[i] =
                    profile(words, profiles, field(neuronBank, i, "trace_profile"), "traces of neuron " + i, true);
            if (profiles[tickOf[i]].code(Entry.TICK) == null) {
                throw new RanvierException("neuron " + i + " runs profile " + tickOf[i]
                        + ", which has no entry .tick; give it one, or choose another profile");
            }
        }
        axonProfile = new int[axons];
        for (int i = 0; i < axons; i++) {
            axonProfile[i] = profile(words, profiles, field(axonBank, i, "profile"), "axon " + i, true);
        }
        outputs = outputs(words, neuronBank, neurons);
        rowStart = new int[axons];
        rowEnd = new int[axons];
        axonOf = rows(axonBank, state);
        state.ensureNeurons(neurons);
        state.ensureAxons(axons);
        IntList starts = new IntList(16);
        IntList which = new IntList(16);
        for (int i = 0; i < neurons; i++) {
            if (i == 0 || tickOf[i] != tickOf[i - 1]) {
                starts.add(i);
                which.add(tickOf[i]);
            }
        }
        starts.add(neurons);
        runStart = Arrays.copyOf(starts.array(), starts.size());
        runProfile = Arrays.copyOf(which.array(), which.size());
        incomingStart = new int[neurons + 1];
        incoming = reverse(state);
    }

    /** Changes with the memories that profiles are decoded from. */
    private static long version(Map<String, WordBank> words) {
        return (long) words.get("program").version()
                + words.get("profile").version()
                + words.get("constant").version()
                + words.get("table").version()
                + words.get("table_control").version();
    }

    private static int limited(String name, int value, int most) {
        if (value > most) {
            throw new RanvierException("control." + name + " is " + value + ", allowed: 0.." + most);
        }
        return value;
    }

    private static long field(WordBank bank, int entry, String name) {
        return bank.field(entry, bank.spec().field(name));
    }

    private static int profile(
            Map<String, WordBank> words, Profile[] decoded, long index, String user, boolean mayBeNone) {
        if (mayBeNone && index >= NO_PROFILE) {
            return -1;
        }
        if (index >= decoded.length) {
            throw new RanvierException(user + " uses profile " + index + ", allowed: 0.." + (decoded.length - 1));
        }
        int p = (int) index;
        if (decoded[p] == null) {
            decoded[p] = Profile.decode(words, p);
        }
        return p;
    }

    private static OutputAxons outputs(Map<String, WordBank> words, WordBank bank, int count) {
        WordBank out = words.get("axon_out");
        FieldSpec core = out.spec().field("core");
        FieldSpec axon = out.spec().field("axon");
        int[] start = new int[count + 1];
        IntList cores = new IntList(16);
        IntList targets = new IntList(16);
        for (int i = 0; i < count; i++) {
            long first = field(bank, i, "axon_out");
            long length = field(bank, i, "axon_count");
            out.spec().checkRange("neuron " + i, first, length);
            for (int k = (int) first; k < first + length; k++) {
                cores.add((int) out.field(k, core));
                targets.add((int) out.field(k, axon));
            }
            start[i + 1] = cores.size();
        }
        return new OutputAxons(start, cores.array(), targets.array());
    }

    private int[] rows(WordBank bank, UnitState state) {
        int entries = state.bank("synapse").spec().entries();
        int[] owner = new int[state.storedSynapses()];
        Arrays.fill(owner, -1);
        for (int axon = 0; axon < axons; axon++) {
            long first = field(bank, axon, "first");
            long length = field(bank, axon, "count");
            if (first + length > entries) {
                throw new RanvierException("the row of axon " + axon + " is synapses " + first + ".."
                        + (first + length - 1) + ", allowed: 0.." + (entries - 1));
            }
            rowStart[axon] = (int) first;
            rowEnd[axon] = (int) (first + length);
            if (rowEnd[axon] > owner.length) {
                state.growSynapses(rowEnd[axon] - 1);
                owner = extended(owner, state.storedSynapses());
            }
            for (int s = rowStart[axon]; s < rowEnd[axon]; s++) {
                if (state.target[s] >= neurons) {
                    throw new RanvierException("synapse " + s + " is on neuron " + state.target[s]
                            + ", neurons in use: 0.." + (neurons - 1));
                }
                if (owner[s] >= 0) {
                    throw new RanvierException("synapse " + s + " lies in the rows of axons " + owner[s] + " and "
                            + axon + "; rows may not overlap");
                }
                owner[s] = axon;
            }
        }
        return owner;
    }

    private static int[] extended(int[] owner, int count) {
        int[] longer = Arrays.copyOf(owner, count);
        Arrays.fill(longer, owner.length, count, -1);
        return longer;
    }

    /** Lists the synapses that have POST by their post neuron. */
    private int[] reverse(UnitState state) {
        for (int s = 0; s < axonOf.length; s++) {
            if (hasPost(s)) {
                incomingStart[state.target[s] + 1]++;
            }
        }
        for (int i = 0; i < neurons; i++) {
            incomingStart[i + 1] += incomingStart[i];
        }
        int[] list = new int[incomingStart[neurons]];
        int[] next = incomingStart.clone();
        for (int s = 0; s < axonOf.length; s++) {
            if (hasPost(s)) {
                list[next[state.target[s]]++] = s;
            }
        }
        return list;
    }

    /** True if synapse {@code synapse} is of an axon whose profile has POST. */
    boolean hasPost(int synapse) {
        int axon = axonOf[synapse];
        return axon >= 0 && axonProfile[axon] >= 0 && profiles[axonProfile[axon]].code(Entry.POST) != null;
    }

    /** True if the epoch of {@code profile} ends in tick {@code now}. */
    boolean due(int profile, long now) {
        int epoch = profiles[profile] == null ? 0 : profiles[profile].epoch();
        return epoch > 0 && (now + 1) % epoch == 0;
    }
}
