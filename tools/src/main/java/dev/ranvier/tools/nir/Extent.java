package dev.ranvier.tools.nir;

/**
 * A size or step over a two-dimensional field, in elements. One-dimensional things have height 1.
 *
 * @param height along rows
 * @param width along columns
 */
public record Extent(int height, int width) {

    /** The same number along both axes, as a plain int means in NIR. */
    public static Extent square(int side) {
        return new Extent(side, side);
    }

    @Override
    public String toString() {
        return "(" + height + ", " + width + ")";
    }
}
