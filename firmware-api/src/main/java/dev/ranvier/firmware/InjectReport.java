package dev.ranvier.firmware;

/**
 * What came of input events.
 *
 * @param accepted events queued, those moved to the next tick included
 * @param late events whose tick was over: refused or moved, as the stream's policy says
 */
public record InjectReport(long accepted, long late) {
    /** Both added up. */
    public InjectReport plus(InjectReport other) {
        return new InjectReport(accepted + other.accepted, late + other.late);
    }
}
