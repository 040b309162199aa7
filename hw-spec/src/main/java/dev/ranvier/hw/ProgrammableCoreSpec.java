package dev.ranvier.hw;

import java.util.Map;

/**
 * A core whose neurons run microcode: capacities only, since the program is the behaviour.
 *
 * @param capacities capacities by name
 * @param exactness what the emulation is proven against
 */
public record ProgrammableCoreSpec(RanvierCapacities capacities, Exactness exactness) implements CoreSpec {
    /** Name of the profile that chooses this family on a chip that has both. */
    public static final String PROFILE = "programmable";

    /** An event with stamp s is due in tick s, at a synapse of delay 0 also in its effect. */
    public static final int HOST_LATENCY = 0;

    /** Slots of the ring of input sums: delays are 0 .. 63 ticks. */
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
