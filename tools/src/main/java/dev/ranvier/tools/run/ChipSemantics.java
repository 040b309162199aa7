package dev.ranvier.tools.run;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.nir.sim.NirSemantics;
import dev.ranvier.tools.quantize.Discretization;

/** What of a NIR semantics profile a compartment core can do. Stateless. */
final class ChipSemantics {
    private ChipSemantics() {}

    /**
     * The discretisation of {@code profile}. Compartments use the new current, fire strictly above the threshold and
     * reset to a value; what a profile wants otherwise is refused by name.
     */
    static Discretization discretization(NirSemantics profile, double dtSeconds) {
        if (profile.reset() != NirSemantics.Reset.TO_VALUE || profile.cubaReset() != NirSemantics.Reset.TO_VALUE) {
            throw new RanvierException(
                    "semantics '" + profile.name()
                            + "' subtracts the threshold at a spike; compartments reset to a value: use nir-euler, nir-exact, norse or snntorch");
        }
        return new Discretization(
                dtSeconds,
                profile.integrator() == NirSemantics.Integrator.EXPONENTIAL
                        ? Discretization.Integrator.EXACT
                        : Discretization.Integrator.EULER);
    }
}
