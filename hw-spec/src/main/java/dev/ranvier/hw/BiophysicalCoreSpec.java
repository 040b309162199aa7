package dev.ranvier.hw;

import java.util.Map;

/**
 * A core of conductance-based cells with receptors, dendrites and receptor-count plasticity: capacities only, since its
 * number formats are part of the architecture (biophysical core, section 2).
 *
 * @param capacities capacities by name
 * @param exactness what the emulation is proven against
 */
public record BiophysicalCoreSpec(RanvierCapacities capacities, Exactness exactness) implements CoreSpec {
    /** Name of the profile that chooses this family on a chip that has both. */
    public static final String PROFILE = "biophysical";

    /** A spike with stamp s reaches its axon at tick s + 1, where it acts after its delay of 1 or more. */
    public static final int HOST_LATENCY = 1;

    /** Channels of a cell. */
    public static final int CHANNELS = 8;

    /** Slots of the delay ring: delays are 1 .. 63 ticks. */
    public static final int DELAY_SLOTS = 64;

    @Override
    public String kind() {
        return PROFILE;
    }

    @Override
    public int neurons() {
        return capacities.limit("neurons");
    }

    @Override
    public String profileName() {
        return PROFILE;
    }

    @Override
    public TickRules tickRules(ClockSpec.TimePolicy policy) {
        return new TickRules(0, HOST_LATENCY, TickRules.Arrival.BEFORE_UPDATE);
    }

    @Override
    public Map<String, Limit> limits() {
        return capacities.limits();
    }

    @Override
    public boolean isCapacity(String key) {
        return capacities.isCapacity(key);
    }
}
