package dev.ranvier.firmware.image;

import dev.ranvier.hw.RanvierException;

/** A serialised image that is damaged, or made by a version that this one cannot read. */
public final class ImageFormatException extends RanvierException {
    private static final long serialVersionUID = 1L;

    private final int block;
    private final long offset;

    ImageFormatException(String where, int block, long offset, String reason) {
        super(where + ", block " + block + (offset < 0 ? "" : " at byte " + offset) + ": " + reason
                + "; make the image again, or copy it again");
        this.block = block;
        this.offset = offset;
    }

    /** Number of the block at fault: 0 = the header, -1 = the preamble of the file. */
    public int block() {
        return block;
    }

    /** Byte in the file at which the block begins; -1 if it did not come from a file. */
    public long offset() {
        return offset;
    }
}
