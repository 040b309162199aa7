package dev.ranvier.hw;

import dev.ranvier.hw.ClockSpec.TimePolicy;
import dev.ranvier.hw.TickRules.Arrival;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The crossbar family (RANC, TrueNorth): a binary crossbar between axons and neurons, a type per axon, and per neuron one
 * signed weight for each type.
 *
 * @param limits capacities by name
 * @param semantics arithmetic and order
 * @param widths widths of numbers in bits
 * @param ranges values of {@code weight}, {@code leak}, {@code threshold}, {@code reset} and {@code potential}
 * @param negativeThreshold when a potential crosses the negative threshold
 * @param potentialLimit potentials are clipped to ± this after the leak, and fire above it; 0 = never clipped
 * @param frontEnd how host packets reach the input buffer of a chip with a clock
 * @param exactness what it is proven against
 */
public record CrossbarCoreSpec(
        Map<String, Limit> limits,
        Semantics semantics,
        Widths widths,
        Map<String, FieldRange> ranges,
        NegativeThreshold negativeThreshold,
        int potentialLimit,
        FrontEnd frontEnd,
        Exactness exactness)
        implements CoreSpec {

    /** Arithmetic and order of a reference. */
    public enum Semantics {
        /** RANC's C++ simulator: ticks, 32-bit numbers. */
        RANC_SIM,
        /** RANC's Verilog: clock cycles, numbers of given widths that wrap. */
        RANC_RTL,
        /** TrueNorth's published neuron equation, in ticks. */
        TRUENORTH
    }

    /** When a potential V crosses the negative threshold N. */
    public enum NegativeThreshold {
        /** V &lt; N. */
        STRICT,
        /** V &lt;= N (RANC's simulator with neuron_reset_type 1). */
        INCLUSIVE
    }

    /** How host packets reach the input buffer of the RANC hardware. */
    public enum FrontEnd {
        /** The host writes the buffer: one packet per cycle while there is room. */
        FIFO,
        /** The host drives the pins of the AXI stream of module RANCNetwork, cycle by cycle. */
        AXI
    }

    /**
     * Widths in bits, two's complement.
     *
     * @param potential of the membrane potential and of what is stored in it
     * @param weight of a synaptic weight
     * @param leak of the leak
     * @param threshold of both thresholds
     * @param dx of the horizontal distance in a packet
     * @param dy of the vertical distance in a packet
     */
    public record Widths(int potential, int weight, int leak, int threshold, int dx, int dy) {}

    /** Axon by which an input channel of a chip with a clock names its tick pin, at core 0. */
    public static final int TICK_PIN = 0xFFFFF;

    /** Axons by which input channels name the pins of the AXI front end, at core 0: a word, for one cycle. */
    public static final int AXI_WORD = 0;

    /** A word with tlast. */
    public static final int AXI_LAST_WORD = 1;

    /** tlast without a word. */
    public static final int AXI_LAST = 2;

    /** Overrides that choose sizes of the Verilog's generics or of the simulator's configuration: all are proven. */
    private static final List<String> PARAMETERS = List.of("core.widths.", "core.negative_threshold", "core.front_end");

    /** Copies its collections, keeping their order. */
    public CrossbarCoreSpec {
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    @Override
    public String kind() {
        return "crossbar";
    }

    @Override
    public int neurons() {
        return limit("neurons");
    }

    /** Axons per core. */
    public int axons() {
        return limit("axons_in");
    }

    /** Axon types, and weights per neuron. */
    public int weightTypes() {
        return limit("weight_types");
    }

    /** Rows of a core's scheduler: ticks that an event can lie ahead. */
    public int schedulerRows() {
        return limit("scheduler_rows");
    }

    /** Smallest delay of a packet as its field counts it: RANC's 0 acts in the next tick, TrueNorth's 1 does. */
    public int delayMin() {
        return semantics == Semantics.TRUENORTH ? 1 : 0;
    }

    /** Largest delay of a packet that is not for the row in use. */
    public int delayMax() {
        return schedulerRows() - 2 + delayMin();
    }

    @Override
    public int outputs() {
        return limits.containsKey("outputs") ? limit("outputs") : 0;
    }

    @Override
    public String profileName() {
        return "";
    }

    /** The capacity called {@code name}. */
    public int limit(String name) {
        Limit limit = limits.get(name);
        if (limit == null) {
            throw new RanvierException("core kind 'crossbar' has no limit '" + name + "'; it has " + limits.keySet());
        }
        return Math.toIntExact(limit.value());
    }

    /** Values that {@code parameter} may have: weight, leak, threshold, reset or potential. */
    public FieldRange range(String parameter) {
        return ranges.get(parameter);
    }

    @Override
    public boolean spikesCarryTheirTick() {
        return true;
    }

    @Override
    public boolean isCapacity(String key) {
        boolean size = key.equals("grid.columns")
                || key.equals("grid.rows")
                || (key.startsWith("core.") && limits.containsKey(key.substring("core.".length())));
        boolean parameter = PARAMETERS.stream().anyMatch(key::startsWith)
                || key.equals("fabric.buffer_depth")
                || key.startsWith("clock.");
        return size || (semantics != Semantics.TRUENORTH && parameter);
    }

    /**
     * RANC's slot s is injected before tick s + 1 begins to run and acts in it at the earliest. A chip with a clock that
     * is under policy {@code event} has no ticks of its own: its host counts cycles.
     */
    @Override
    public TickRules tickRules(TimePolicy policy) {
        return policy == TimePolicy.EVENT
                ? new TickRules(0, 0, Arrival.HOST_THEN_SPIKES)
                : new TickRules(1, 1, Arrival.HOST_THEN_SPIKES);
    }
}
