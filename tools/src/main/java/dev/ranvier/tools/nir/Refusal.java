package dev.ranvier.tools.nir;

/** Ends a reading that cannot go on; caught in {@link NirReader} and turned into a finding. */
@SuppressWarnings("serial")
final class Refusal extends RuntimeException {

    private final transient NirFinding finding;

    Refusal(NirReason reason, String place, String message) {
        super(message);
        this.finding = new NirFinding(reason, place, message);
    }

    NirFinding finding() {
        return finding;
    }
}
