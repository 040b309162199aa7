package dev.ranvier.firmware;

/** Kinds of errors that a device answers with. The numbers are those on the wire. */
public enum ErrorCode {
    /** No error. */
    OK,
    /** A value is wrong in itself. */
    INVALID_ARGUMENT,
    /** What was named does not exist. */
    NOT_FOUND,
    /** Outside the chip, or outside time. */
    OUT_OF_RANGE,
    /** Something else is under way. */
    BUSY,
    /** Only the lease holder may do this. */
    LEASE_REQUIRED,
    /** The lease was held, but is no more. */
    LEASE_LOST,
    /** This device or server cannot do it. */
    UNSUPPORTED,
    /** A limit of the server, or of a window. */
    RESOURCE_EXHAUSTED,
    /** A checksum or a structure is wrong. */
    DATA_CORRUPT,
    /** It took too long. */
    TIMEOUT,
    /** The emulation has failed. */
    DEVICE_FAULT,
    /** Given up before it was done, or the connection was lost. */
    CANCELLED,
    /** The other side speaks another version. */
    VERSION,
    /** A mistake of the server. */
    INTERNAL;

    /** The code with that number; {@link #INTERNAL} for a number that this version does not know. */
    public static ErrorCode of(int number) {
        ErrorCode[] all = values();
        return number >= 0 && number < all.length ? all[number] : INTERNAL;
    }

    /** Its number on the wire. */
    @SuppressWarnings("EnumOrdinal") // the order is the protocol's, and a test compares both lists
    public int number() {
        return ordinal();
    }
}
