package dev.ranvier.hw;

/**
 * A mistake that a user can correct: bad input, an impossible request, a network that does not fit. The message teaches
 * (what was wrong, what is allowed, what to do), so no stack trace is shown for it.
 */
public class RanvierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that names value, place, allowed range and remedy. */
    public RanvierException(String message) {
        super(message);
    }

    /** With the fault that caused it. */
    public RanvierException(String message, Throwable cause) {
        super(message, cause);
    }
}
