package dev.ranvier.tools.conform.noc;

/** A case asks for something that the emulator has not. */
final class UnsupportedCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedCaseException(String why) {
        super(why);
    }
}
