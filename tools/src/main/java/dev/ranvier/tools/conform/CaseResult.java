package dev.ranvier.tools.conform;

import java.util.List;

/**
 * What came out of a case.
 *
 * @param set golden set
 * @param name case
 * @param status equal, differ or unsupported
 * @param where tick or cycle and place of the first difference, or why it is unsupported
 * @param expected expected value there
 * @param got value there
 * @param seconds wall time
 * @param overrides capacities that were raised for it
 */
public record CaseResult(
        String set,
        String name,
        Status status,
        String where,
        String expected,
        String got,
        double seconds,
        List<String> overrides) {
    /** How a case came out. */
    public enum Status {
        /** Everything listed is equal. */
        EQUAL,
        /** Something differs. */
        DIFFER,
        /** The case cannot be run. */
        UNSUPPORTED
    }

    /** One line for people. */
    public String line() {
        String raised = overrides.isEmpty() ? "" : "  (capacities: " + String.join(", ", overrides) + ")";
        return set + "/" + name + "  "
                + switch (status) {
                    case EQUAL -> "equal" + raised;
                    case DIFFER -> "differ at " + where + " expected " + expected + " got " + got + raised;
                    case UNSUPPORTED -> "unsupported: " + where;
                };
    }
}
