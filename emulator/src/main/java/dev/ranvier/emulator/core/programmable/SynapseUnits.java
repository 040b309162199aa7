package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.core.CoreActivity;
import dev.ranvier.emulator.memory.IntList;
import dev.ranvier.hw.microcode.Entry;
import java.util.Arrays;

/** The synapses of a programmable core: delivery, PRE and POST (neuron microcode, section 7). Owned by its core. */
final class SynapseUnits {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int SLOT_MASK = 63;
    private static final int INPUTS = 4;

    private final UnitState state;
    private final EngineChoice engines;
    private final CoreActivity activity;
    private final Lanes lanes = new Lanes();
    private final int[] synapseOf = new int[Lanes.MOST];
    private final IntList[] calls = new IntList[UnitTables.NO_PROFILE];
    private UnitTables tables = new UnitTables();
    private long tickKey;

    SynapseUnits(UnitState state, EngineChoice engines, CoreActivity activity) {
        this.state = state;
        this.engines = engines;
        this.activity = activity;
        Arrays.setAll(calls, i -> new IntList(16));
        lanes.state = new int[16][Lanes.MOST];
    }

    /** Works with {@code newTables} from now on. */
    void use(UnitTables newTables) {
        tables = newTables;
    }

    /** Begins a tick, whose random draws have the key {@code key}. */
    void beginTick(long key) {
        tickKey = key;
    }

    /** Delivers an event to the synapses of {@code axon}. */
    void deliver(int axon, int payload, long now) {
        Profile profile = tables.axonProfile[axon] >= 0 ? tables.profiles[tables.axonProfile[axon]] : null;
        MicroCode code = profile == null ? null : profile.code(Entry.PRE);
        int synapses = tables.rowEnd[axon] - tables.rowStart[axon];
        if (code == null) {
            deliverPlain(axon, payload, now);
        } else {
            for (int from = tables.rowStart[axon]; from < tables.rowEnd[axon]; from += Lanes.MOST) {
                pre(profile, code, payload, from, Math.min(tables.rowEnd[axon], from + Lanes.MOST), now);
            }
            activity.tickCycles += (long) synapses * code.cycles();
        }
        activity.axonEvents++;
        activity.tickAxonEvents++;
        activity.sparseEvents += synapses;
        activity.tickSparseEvents += synapses;
    }

    private void deliverPlain(int axon, int payload, long now) {
        for (int s = tables.rowStart[axon]; s < tables.rowEnd[axon]; s++) {
            addToRing(s, MicroMath.saturate((long) state.weight[s] * payload), now);
        }
    }

    private void addToRing(int synapse, int amount, long now) {
        int slot = (int) (now + state.delay[synapse]) & SLOT_MASK;
        state.ring[(slot * INPUTS + state.port[synapse]) * state.stride + state.target[synapse]] += amount;
    }

    private void pre(Profile profile, MicroCode code, int payload, int from, int to, long now) {
        Lanes f = lanes;
        f.count = to - from;
        for (int lane = 0; lane < f.count; lane++) {
            synapseOf[lane] = from + lane;
        }
        gather(code, now);
        for (int lane = 0; lane < f.count; lane++) {
            f.registers[5][lane] = payload;
            f.registers[10][lane] = MicroMath.saturate((long) f.registers[0][lane] * payload);
        }
        engines.run(code, f);
        scatter(profile);
        for (int lane = 0; lane < f.count; lane++) {
            addToRing(from + lane, f.registers[10][lane], now);
        }
    }

    /** Fills the inputs that PRE and POST share for the synapses of the block (section 7). */
    private void gather(MicroCode code, long now) {
        Lanes f = lanes;
        f.base = 0;
        f.drawKeys(code, tickKey);
        for (int lane = 0; lane < f.count; lane++) {
            int s = synapseOf[lane];
            int axon = tables.axonOf[s];
            int neuron = state.target[s];
            f.unit[lane] = s;
            for (int[] register : f.registers) {
                register[lane] = 0;
            }
            f.registers[0][lane] = state.weight[s];
            f.registers[1][lane] = state.pre[0][axon];
            f.registers[2][lane] = state.post[0][neuron];
            f.registers[3][lane] = state.reward;
            f.registers[4][lane] = state.tag[s];
            f.registers[6][lane] = state.pre[1][axon];
            f.registers[7][lane] = state.post[1][neuron];
            f.registers[8][lane] = since(now, state.lastEvent[axon]);
            f.registers[9][lane] = since(now, state.lastSpike[neuron]);
        }
        for (int k = 0; k < f.state.length; k++) {
            if ((code.statesRead() >>> k & 1) != 0) {
                for (int lane = 0; lane < f.count; lane++) {
                    f.state[k][lane] = state.words[k][state.target[synapseOf[lane]]];
                }
            }
        }
        f.clearFlags(code);
    }

    private void scatter(Profile profile) {
        Lanes f = lanes;
        for (int lane = 0; lane < f.count; lane++) {
            int s = synapseOf[lane];
            state.weight[s] = Math.min(Math.max(f.registers[0][lane], profile.weightMin()), profile.weightMax());
            state.tag[s] = f.registers[4][lane];
        }
    }

    /**
     * Section 8, step 5: POST of synapses whose neuron fired or whose epoch is due, at most once each.
     *
     * @param fired neurons that fired in this tick
     * @param hasFired the same per neuron
     * @param hasEvent per axon, whether it had an event in this tick
     */
    void post(IntList fired, boolean[] hasFired, boolean[] hasEvent, long now) {
        boolean anyEpoch = false;
        for (int p = 0; p < tables.profiles.length; p++) {
            anyEpoch |= tables.due(p, now);
        }
        if (anyEpoch) {
            for (int s = 0; s < tables.axonOf.length; s++) {
                if (tables.hasPost(s)
                        && (hasFired[state.target[s]] || tables.due(tables.axonProfile[tables.axonOf[s]], now))) {
                    calls[tables.axonProfile[tables.axonOf[s]]].add(s);
                }
            }
        } else {
            for (int i = 0; i < fired.size(); i++) {
                int neuron = fired.get(i);
                for (int k = tables.incomingStart[neuron]; k < tables.incomingStart[neuron + 1]; k++) {
                    calls[tables.axonProfile[tables.axonOf[tables.incoming[k]]]].add(tables.incoming[k]);
                }
            }
        }
        for (int p = 0; p < tables.profiles.length; p++) {
            if (calls[p].size() > 0) {
                postCalls(tables.profiles[p], calls[p], hasFired, hasEvent, tables.due(p, now), now);
                calls[p].clear();
            }
        }
    }

    private void postCalls(
            Profile profile, IntList synapses, boolean[] hasFired, boolean[] hasEvent, boolean due, long now) {
        MicroCode code = profile.code(Entry.POST);
        Lanes f = lanes;
        for (int from = 0; from < synapses.size(); from += Lanes.MOST) {
            f.count = Math.min(synapses.size() - from, Lanes.MOST);
            for (int lane = 0; lane < f.count; lane++) {
                synapseOf[lane] = synapses.get(from + lane);
            }
            gather(code, now);
            for (int lane = 0; lane < f.count; lane++) {
                int s = synapseOf[lane];
                f.predicates[0][lane] = hasFired[state.target[s]] ? -1 : 0;
                f.predicates[1][lane] = hasEvent[tables.axonOf[s]] ? -1 : 0;
                f.predicates[2][lane] = due ? -1 : 0;
                f.predicates[3][lane] = 0;
            }
            engines.run(code, f);
            scatter(profile);
        }
        activity.tickCycles += (long) synapses.size() * (1 + code.cycles());
    }

    private static int since(long now, long last) {
        return last < 0 ? NEVER : (int) Math.clamp(now - last, 0L, NEVER);
    }
}
