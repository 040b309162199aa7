package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.core.biophysical.CellProfile.Channel;
import dev.ranvier.emulator.core.biophysical.CellProfile.Source;
import dev.ranvier.hw.BiophysicalCoreSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One tick of the cells of a core: channels, currents, potentials, spikes (sections 5.2 to 5.7). Cells are worked on in
 * runs of neighbours of the same profile, so that registers are loop constants. Owned by its core; allocates nothing
 * while running.
 */
final class MembraneKernel {
    private static final int CHANNELS = BiophysicalCoreSpec.CHANNELS;
    /** 28 fraction bits of a conductance minus 8 guard bits of the current. */
    private static final int CURRENT_SHIFT = 20;
    /** 8 guard bits plus 16 fraction bits of phi. */
    private static final int STEP_SHIFT = 24;

    private final Tables tables;
    private final boolean learns;
    private final List<CellProfile> runProfile;
    /** Cells of run r: {@code runStart[r] .. runStart[r + 1] - 1}. */
    private final int[] runStart;
    /** True while all words of channel k of run r are zero: at r · 8 + k. */
    private final boolean[] quiet;

    private final long[] conductance;
    private final long[] currentSoma;
    private final long[] currentDendrite;
    private final long[] totalSoma;
    private final long[] totalDendrite;

    /**
     * @param profiles profiles by index; null where unused
     * @param profileOfCell profile per cell
     * @param tables look-up tables
     * @param learns whether the calcium drive is summed
     */
    MembraneKernel(CellProfile[] profiles, int[] profileOfCell, Tables tables, boolean learns) {
        this.tables = tables;
        this.learns = learns;
        int cells = profileOfCell.length;
        int[] starts = new int[cells + 1];
        List<CellProfile> list = new ArrayList<>();
        for (int i = 0; i < cells; i++) {
            if (i == 0 || profileOfCell[i] != profileOfCell[i - 1]) {
                starts[list.size()] = i;
                list.add(profiles[profileOfCell[i]]);
            }
        }
        starts[list.size()] = cells;
        runStart = Arrays.copyOf(starts, list.size() + 1);
        runProfile = List.copyOf(list);
        quiet = new boolean[list.size() * CHANNELS];
        conductance = new long[cells];
        currentSoma = new long[cells];
        currentDendrite = new long[cells];
        totalSoma = new long[cells];
        totalDendrite = new long[cells];
    }

    /** Forgets what it knows about silent channels: the host may have written conductances. */
    void wake() {
        Arrays.fill(quiet, false);
    }

    /** Advances all cells by a tick; the inputs lie in {@code slot} of {@code ring}. Spikes are left in the state. */
    void update(CellState state, ReceptorRing ring, int slot) {
        for (int r = 0; r < runProfile.size(); r++) {
            CellProfile profile = runProfile.get(r);
            int from = runStart[r];
            int to = runStart[r + 1];
            leak(profile, state, from, to);
            for (int k = 0; k < CHANNELS; k++) {
                Channel channel = profile.channels().get(k);
                if (!channel.absent()) {
                    channel(channel, k, r, state, ring, slot, from, to);
                }
            }
            finish(profile, state, from, to);
        }
    }

    /** Starts the sums of both compartments with leak and coupling, from the old potentials of both. */
    private void leak(CellProfile profile, CellState state, int from, int to) {
        int[] soma = state.soma;
        int[] dendrite = state.dendrite;
        long leakSoma = profile.leak()[0];
        long leakDendrite = profile.leak()[1];
        long couplingSoma = profile.coupling()[0];
        long couplingDendrite = profile.coupling()[1];
        int restSoma = profile.rest()[0];
        int restDendrite = profile.rest()[1];
        for (int i = from; i < to; i++) {
            long across = (long) dendrite[i] - soma[i];
            currentSoma[i] = leakSoma * (restSoma - soma[i]) + couplingSoma * across;
            totalSoma[i] = leakSoma + couplingSoma;
            currentDendrite[i] = leakDendrite * (restDendrite - dendrite[i]) - couplingDendrite * across;
            totalDendrite[i] = leakDendrite + couplingDendrite;
        }
        // The monitor of the synaptic current is summed in place and rounded at the end.
        Arrays.fill(state.synapticSoma, from, to, 0);
        Arrays.fill(state.synapticDendrite, from, to, 0);
    }

    private void channel(
            Channel channel, int k, int run, CellState state, ReceptorRing ring, int slot, int from, int to) {
        boolean input = channel.source() == Source.SPIKE
                ? anyFired(state.fired, from, to)
                : channel.source() == Source.SYNAPTIC && channel.enabled() && ring.holds(slot, k);
        if (!input && quiet[run * CHANNELS + k]) {
            return;
        }
        boolean nonZero = decay(state.a[k], channel.decayA(), from, to);
        nonZero |= decay(state.b[k], channel.decayB(), from, to);
        if (input) {
            if (channel.source() == Source.SPIKE) {
                addSpikes(channel, state.fired, state.a[k], state.b[k], from, to);
            } else {
                addCounts(channel, ring.sums(k), ring.base(slot), state.a[k], state.b[k], from, to);
            }
        }
        quiet[run * CHANNELS + k] = !input && !nonZero;
        if (!channel.enabled()) {
            return;
        }
        open(state.a[k], state.b[k], from, to);
        int[] v = channel.dendrite() ? state.dendrite : state.soma;
        if (channel.gate() != 0) {
            gate(tables.gate(channel.gate()), v, from, to);
        }
        long[] current = channel.dendrite() ? currentDendrite : currentSoma;
        long[] total = channel.dendrite() ? totalDendrite : totalSoma;
        flow(channel.reversal(), v, current, total, from, to);
        if (channel.source() == Source.SYNAPTIC) {
            long[] monitor = channel.dendrite() ? state.synapticDendrite : state.synapticSoma;
            monitor(channel.reversal(), v, monitor, from, to);
        }
    }

    private static boolean anyFired(int[] fired, int from, int to) {
        int any = 0;
        for (int i = from; i < to; i++) {
            any |= fired[i];
        }
        return any != 0;
    }

    /** Decays the words; true if one was not zero. An input is added afterwards, by itself. */
    private static boolean decay(long[] words, long rate, int from, int to) {
        long any = 0;
        if (rate == 0) {
            for (int i = from; i < to; i++) {
                any |= words[i];
            }
        } else {
            for (int i = from; i < to; i++) {
                long x = words[i];
                any |= x;
                // At least 1, so that nothing sticks above zero: 0 only for x = 0.
                long delta = Math.max((x * rate + (1L << 23)) >> 24, Math.min(x, 1));
                words[i] = x - delta;
            }
        }
        return any != 0;
    }

    private static void addSpikes(Channel channel, int[] fired, long[] a, long[] b, int from, int to) {
        long stepA = channel.scaleA() >> 8;
        long stepB = channel.scaleB() >> 8;
        for (int i = from; i < to; i++) {
            a[i] = Math.min(a[i] + fired[i] * stepA, FixedPoint.CONDUCTANCE_MAX);
            b[i] = Math.min(b[i] + fired[i] * stepB, FixedPoint.CONDUCTANCE_MAX);
        }
    }

    private static void addCounts(Channel channel, char[] counts, int base, long[] a, long[] b, int from, int to) {
        long scaleA = channel.scaleA();
        long scaleB = channel.scaleB();
        for (int i = from; i < to; i++) {
            long count = counts[base + i];
            a[i] = Math.min(a[i] + ((count * scaleA) >> 8), FixedPoint.CONDUCTANCE_MAX);
            b[i] = Math.min(b[i] + ((count * scaleB) >> 8), FixedPoint.CONDUCTANCE_MAX);
        }
    }

    private void open(long[] a, long[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            conductance[i] = Math.max(a[i] - b[i], 0);
        }
    }

    private void gate(int[] table, int[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            conductance[i] = FixedPoint.round(conductance[i] * Tables.atPotential(table, v[i]), 16);
        }
    }

    private void flow(int reversal, int[] v, long[] current, long[] total, int from, int to) {
        for (int i = from; i < to; i++) {
            current[i] += conductance[i] * (reversal - v[i]);
            total[i] += conductance[i];
        }
    }

    private void monitor(int reversal, int[] v, long[] monitor, int from, int to) {
        for (int i = from; i < to; i++) {
            monitor[i] += conductance[i] * (reversal - v[i]);
        }
    }

    /** Potentials, calcium drive and spikes. */
    private void finish(CellProfile profile, CellState state, int from, int to) {
        int[] phi = tables.phi();
        int[] calcium = tables.calcium();
        int[] soma = state.soma;
        int[] dendrite = state.dendrite;
        int peakTicks = profile.peakTicks();
        int refractoryTicks = profile.refractoryTicks();
        for (int i = from; i < to; i++) {
            state.synapticSoma[i] = FixedPoint.round(state.synapticSoma[i], CURRENT_SHIFT);
            state.synapticDendrite[i] = FixedPoint.round(state.synapticDendrite[i], CURRENT_SHIFT);
            if (learns) {
                state.calciumDrive[i] +=
                        Tables.atPotential(calcium, profile.calciumInDendrite() ? dendrite[i] : soma[i]);
            }
            int next = step(soma[i], currentSoma[i], state.currentSoma[i], totalSoma[i], phi);
            if (profile.two() && !state.clampDendrite[i]) {
                dendrite[i] = step(dendrite[i], currentDendrite[i], state.currentDendrite[i], totalDendrite[i], phi);
            }
            boolean held = state.clampSoma[i];
            int refractory = state.refractory[i];
            int fired = 0;
            if (refractory > 0) {
                refractory--;
                next = refractoryTicks - refractory < peakTicks ? profile.peak() : profile.reset();
            } else if (!held && next >= profile.threshold()) {
                next = peakTicks > 0 ? profile.peak() : profile.reset();
                refractory = refractoryTicks;
                fired = 1;
            }
            if (!held) {
                soma[i] = next;
            }
            state.refractory[i] = refractory;
            state.fired[i] = fired;
            if (learns) {
                state.spikes[i] += fired;
            }
        }
    }

    /** The exponential Euler step of one compartment (section 5.4). */
    private static int step(int v, long sum, long injected, long total, int[] phi) {
        long current = FixedPoint.round(sum, CURRENT_SHIFT) + injected;
        long next = v + FixedPoint.round(current * Tables.atConductance(phi, total), STEP_SHIFT);
        return (int) Math.min(Math.max(next, FixedPoint.POTENTIAL_MIN), FixedPoint.POTENTIAL_MAX);
    }
}
