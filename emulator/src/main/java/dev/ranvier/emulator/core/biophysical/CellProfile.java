package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.List;

/**
 * Registers that cells of one kind share (section 4). Potentials in 2^-16 mV, conductances per tick in 2^-28, pairs are
 * {soma, dendrite}.
 *
 * @param two true for soma and dendrite, false for a point cell
 * @param calciumInDendrite whose potential drives spine calcium
 * @param peakTicks ticks at the peak of a spike
 * @param refractoryTicks ticks from a spike until the cell may fire again, 1 or more
 * @param leak leak conductances
 * @param coupling coupling conductances
 * @param rest resting potentials
 * @param threshold threshold of the soma
 * @param peak potential during a spike
 * @param reset potential after a spike
 * @param channels the channels, always 8
 */
record CellProfile(
        boolean two,
        boolean calciumInDendrite,
        int peakTicks,
        int refractoryTicks,
        long[] leak,
        long[] coupling,
        int[] rest,
        int threshold,
        int peak,
        int reset,
        List<Channel> channels) {

    /** What opens a channel. */
    enum Source {
        /** Receptors: counts from the delay ring. */
        SYNAPTIC,
        /** The cell's own spike in the tick before. */
        SPIKE,
        /** Nothing: the conductance is constant. */
        CONSTANT
    }

    /**
     * A channel (section 4).
     *
     * @param enabled whether its conductance counts
     * @param dendrite true if it lies in the dendrite
     * @param source what opens it
     * @param gate 0 none, 1..3 gate table
     * @param reversal reversal potential, 2^-16 mV
     * @param decayA decay rate, 2^-24
     * @param decayB decay rate of the rising part, 2^-24
     * @param scaleA conductance of one unit, 2^-36
     * @param scaleB the same of the rising part
     */
    record Channel(
            boolean enabled,
            boolean dendrite,
            Source source,
            int gate,
            int reversal,
            long decayA,
            long decayB,
            long scaleA,
            long scaleB) {
        /** True if the channel can neither change nor carry a current. */
        boolean absent() {
            return !enabled && decayA == 0 && decayB == 0 && scaleA == 0 && scaleB == 0;
        }
    }

    /** Decodes profile {@code index}; refuses registers that section 4 does not allow. */
    static CellProfile decode(WordBank profiles, WordBank channels, int index) {
        Channel[] list = new Channel[BiophysicalCoreSpec.CHANNELS];
        for (int k = 0; k < list.length; k++) {
            list[k] = channel(channels, index, k);
        }
        boolean two = field(profiles, index, "two") == 1;
        int refractory = (int) field(profiles, index, "refractory_ticks");
        if (refractory < 1) {
            throw new RanvierException("cell profile " + index + " has refractory_ticks 0, allowed: 1..65535");
        }
        return new CellProfile(
                two,
                field(profiles, index, "calcium_compartment") == 1,
                (int) field(profiles, index, "peak_ticks"),
                refractory,
                pair(profiles, index, "leak"),
                pair(profiles, index, "coupling"),
                Arrays.stream(pair(profiles, index, "rest"))
                        .mapToInt(v -> (int) v)
                        .toArray(),
                (int) field(profiles, index, "threshold"),
                (int) field(profiles, index, "peak"),
                (int) field(profiles, index, "reset"),
                List.of(list));
    }

    private static Channel channel(WordBank bank, int profile, int k) {
        int entry = profile * BiophysicalCoreSpec.CHANNELS + k;
        int source = (int) field(bank, entry, "source");
        if (source >= Source.values().length) {
            throw new RanvierException("channel " + k + " of cell profile " + profile
                    + " has source 3, allowed: 0 synaptic, 1 own spike, 2 constant");
        }
        return new Channel(
                field(bank, entry, "enabled") == 1,
                field(bank, entry, "compartment") == 1,
                Source.values()[source],
                (int) field(bank, entry, "gate"),
                (int) field(bank, entry, "reversal"),
                field(bank, entry, "decay_a"),
                field(bank, entry, "decay_b"),
                field(bank, entry, "scale_a"),
                field(bank, entry, "scale_b"));
    }

    private static long[] pair(WordBank bank, int entry, String name) {
        return new long[] {field(bank, entry, name + "_soma"), field(bank, entry, name + "_dendrite")};
    }

    private static long field(WordBank bank, int entry, String name) {
        return bank.field(entry, bank.spec().field(name));
    }

    /** Multiplier slots of a cell of this profile per tick (section 8), {@code learns} with the calcium look-up. */
    int cyclesPerTick(boolean learns) {
        int slots = 2;
        for (Channel channel : channels) {
            if (channel.enabled) {
                int words = channel.scaleB != 0 ? 2 : 1;
                slots += 2 * words + (channel.gate != 0 ? 2 : 0) + 1;
            }
        }
        int compartments = two ? 2 : 1;
        return slots + compartments * (1 + compartments - 1 + 2) + (learns ? 1 : 0);
    }
}
