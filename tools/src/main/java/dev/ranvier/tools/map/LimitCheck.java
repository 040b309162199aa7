package dev.ranvier.tools.map;

import dev.ranvier.hw.ChipSpec;
import java.util.ArrayList;
import java.util.List;

/** Collects the limits of a chip that a network breaks. Used once; not safe for several threads. */
public final class LimitCheck {
    private final ChipSpec spec;
    private final List<Violation> violations = new ArrayList<>();

    /** @param spec the chip */
    public LimitCheck(ChipSpec spec) {
        this.spec = spec;
    }

    /** Notes that core {@code core} needs {@code have} of limit {@code name}, if that is too many. */
    public void core(String name, int core, long have, String remedy) {
        check(
                name,
                Violation.Scope.CORE,
                "core " + core,
                have,
                spec.limits().get(name).value(),
                remedy);
    }

    /** Notes that {@code have} cores are needed, if that is too many. */
    public void cores(long have) {
        check("cores", Violation.Scope.CHIP, "chip", have, spec.cores(), "use more chips (grid.chips)");
    }

    private void check(String name, Violation.Scope scope, String place, long have, long most, String remedy) {
        if (have > most) {
            violations.add(new Violation(name, scope, place, have, most, Violation.Certainty.NOT_FOUND, remedy));
        }
    }

    /** @throws Refusal if a limit is broken */
    public void refuse() {
        if (!violations.isEmpty()) {
            throw new Refusal(spec.name() + ", profile " + spec.core().profileName(), violations);
        }
    }
}
