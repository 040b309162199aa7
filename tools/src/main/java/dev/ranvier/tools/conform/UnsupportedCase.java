package dev.ranvier.tools.conform;

/** A case of a kind that no runner knows. Thrown inside the conformance runner only. */
final class UnsupportedCase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedCase(String why) {
        super(why, null, false, false);
    }
}
