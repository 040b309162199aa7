package dev.ranvier.emulator.fabric;

/**
 * Thrown by a fabric's watchdog instead of running on for ever; the fabric's state is left as it was, and can be looked
 * at and saved.
 */
public final class FabricStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StallReport report;

    /** With the report of what waits for what. */
    public FabricStalledException(StallReport report) {
        super(report.describe());
        this.report = report;
    }

    /** What waits for what. */
    public StallReport report() {
        return report;
    }
}
