package dev.ranvier.firmware.wire;

import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import io.netty.buffer.ByteBuf;

/**
 * The first eight bytes from each side: magic, major version, flags, all big-endian.
 *
 * @param major protocol major; both sides must speak the same
 * @param flags none are defined: 0; unknown ones are ignored
 */
public record Preamble(int major, int flags) {
    /** ASCII "RNVR". */
    public static final int MAGIC = 0x524E5652;

    /** Bytes of a preamble. */
    public static final int BYTES = 8;

    /** The protocol major of this version. */
    public static final int MAJOR = 1;

    /** The preamble that this version sends. */
    public static Preamble own() {
        return new Preamble(MAJOR, 0);
    }

    /** Reads a preamble of 8 bytes; DATA_CORRUPT if the magic is wrong. */
    public static Preamble read(ByteBuf in) {
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new DeviceException(
                    ErrorCode.DATA_CORRUPT,
                    "the connection began with the bytes %08x instead of 524e5652 (\"RNVR\"): the other side does not speak this protocol"
                            .formatted(magic));
        }
        return new Preamble(in.readUnsignedShort(), in.readUnsignedShort());
    }

    /** Writes the preamble. */
    public void write(ByteBuf out) {
        out.writeInt(MAGIC);
        out.writeShort(major);
        out.writeShort(flags);
    }

    /** Refuses a peer that speaks another major; the text says which we speak. */
    public void check() {
        if (major != MAJOR) {
            throw DeviceException.error(
                            ErrorCode.VERSION,
                            "the other side speaks protocol major " + major + "; this one speaks major " + MAJOR
                                    + " only: use a client and a server of the same major")
                    .detail("major", Integer.toString(MAJOR))
                    .build();
        }
    }
}
