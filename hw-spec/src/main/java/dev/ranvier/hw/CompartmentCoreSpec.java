package dev.ranvier.hw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The compartment family (Loihi): capacities, and the semantics profiles that public references define.
 *
 * @param limits capacities by name
 * @param weightBits most weight bits of a synapse format, 1..8
 * @param profile the semantics profile in use
 * @param profiles all profiles
 */
public record CompartmentCoreSpec(
        Map<String, Limit> limits, int weightBits, CompartmentProfile profile, List<CompartmentProfile> profiles)
        implements CoreSpec {

    /** Copies its collections, keeping their order. */
    public CompartmentCoreSpec {
        limits = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        profiles = List.copyOf(profiles);
    }

    /**
     * The compartment core of {@code spec}.
     *
     * @throws RanvierException if the chip has cores of another kind
     */
    public static CompartmentCoreSpec of(ChipSpec spec) {
        if (spec.core() instanceof CompartmentCoreSpec core) {
            return core;
        }
        throw new RanvierException("chip '" + spec.name() + "' has cores of kind '"
                + spec.core().kind() + "', a network of compartments needs kind 'compartment': choose chip loihi");
    }

    @Override
    public String kind() {
        return "compartment";
    }

    @Override
    public int neurons() {
        return limit("neurons");
    }

    @Override
    public String profileName() {
        return profile.name();
    }

    /** The capacity called {@code name}. */
    public int limit(String name) {
        Limit limit = limits.get(name);
        if (limit == null) {
            throw new RanvierException(
                    "core kind 'compartment' has no limit '" + name + "'; it has " + limits.keySet());
        }
        return Math.toIntExact(limit.value());
    }

    @Override
    public Exactness exactness() {
        return profile.exactness();
    }

    @Override
    public TickRules tickRules(ClockSpec.TimePolicy policy) {
        return new TickRules(
                profile.firstTick(),
                profile.hostLatency(),
                profile.semantics() == CompartmentProfile.Semantics.LAVA
                        ? TickRules.Arrival.SPIKES_THEN_HOST
                        : TickRules.Arrival.BEFORE_UPDATE);
    }

    @Override
    public boolean isCapacity(String key) {
        return key.equals("grid.chips")
                || key.equals("grid.columns")
                || key.equals("grid.rows")
                || (key.startsWith("core.") && limits.containsKey(key.substring("core.".length())));
    }
}
