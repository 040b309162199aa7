package dev.ranvier.tools.nir;

/**
 * Padding of a convolution or pool (NIR {@code padding}): numbers, or one of the two words that PyTorch knows.
 *
 * @param mode where the numbers come from
 * @param amount zeros added on both sides of each axis; (0, 0) unless {@code mode} is {@code NUMBERS}
 */
public record NirPadding(Mode mode, Extent amount) {

    /** As much as keeps the size; needs stride 1. The odd zero goes to the end, as PyTorch does. */
    public static final NirPadding SAME = new NirPadding(Mode.SAME, new Extent(0, 0));

    /** No padding. */
    public static final NirPadding VALID = new NirPadding(Mode.VALID, new Extent(0, 0));

    /** How padding was given. */
    public enum Mode {
        /** Explicit numbers. */
        NUMBERS,
        /** The word "same". */
        SAME,
        /** The word "valid". */
        VALID
    }

    /** Explicit zeros on both sides of each axis. */
    public static NirPadding of(Extent amount) {
        return new NirPadding(Mode.NUMBERS, amount);
    }
}
