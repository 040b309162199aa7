package dev.ranvier.hw;

/**
 * A semantics profile of the compartment family: field ranges, arithmetic and order, as one public reference has them.
 * Capacities are not part of it.
 *
 * @param name profile name
 * @param semantics which arithmetic and order
 * @param exactness what it is proven against
 * @param firstTick number of the first tick
 * @param hostLatency ticks between the stamp of a host spike and the tick it acts in
 * @param decayMax largest decay field (current and voltage)
 * @param refractoryMax largest refractory field; 0 = none
 * @param biasMantissaMax largest magnitude of the bias mantissa; 0 = no bias
 * @param biasExponentMin smallest bias exponent
 * @param biasExponentMax largest bias exponent
 * @param thresholdMin smallest threshold mantissa
 * @param thresholdMax largest threshold mantissa
 * @param weightExponentMin smallest weight exponent
 * @param weightExponentMax largest weight exponent
 * @param delayMax largest synaptic delay in ticks
 * @param noise true if compartments have noise
 * @param graded true if spikes may carry a signed payload
 */
public record CompartmentProfile(
        String name,
        Semantics semantics,
        Exactness exactness,
        int firstTick,
        int hostLatency,
        int decayMax,
        int refractoryMax,
        int biasMantissaMax,
        int biasExponentMin,
        int biasExponentMax,
        int thresholdMin,
        int thresholdMax,
        int weightExponentMin,
        int weightExponentMax,
        int delayMax,
        boolean noise,
        boolean graded) {
    /** Arithmetic and order of a public reference (specification of the compartment family, sections 2 to 8). */
    public enum Semantics {
        /** nengo-loihi emulator. */
        NENGO,
        /** Lava fixed-point process models. */
        LAVA,
        /** brian2_loihi. */
        BRIAN2
    }
}
