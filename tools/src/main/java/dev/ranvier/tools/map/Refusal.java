package dev.ranvier.tools.map;

import dev.ranvier.hw.RanvierException;
import java.util.Comparator;
import java.util.List;

/** A network does not fit a chip: all reasons that were found, the one that is furthest off first. */
public final class Refusal extends RanvierException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /** @param chip the chip and its shape, for people */
    public Refusal(String chip, List<Violation> violations) {
        super(text(chip, sorted(violations)));
        this.violations = sorted(violations);
    }

    private static List<Violation> sorted(List<Violation> violations) {
        return violations.stream()
                .sorted(Comparator.comparingDouble((Violation v) -> -(double) v.have() / Math.max(1, v.max())))
                .toList();
    }

    private static String text(String chip, List<Violation> violations) {
        StringBuilder out = new StringBuilder("cannot map onto " + chip + ":");
        for (int i = 0; i < violations.size(); i++) {
            out.append("\n  [")
                    .append(i + 1)
                    .append("] ")
                    .append(violations.get(i).sentence());
        }
        return out.toString();
    }

    /** The reasons. */
    public List<Violation> violations() {
        return violations;
    }
}
