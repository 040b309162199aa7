package dev.ranvier.tools.nir;

import java.util.Arrays;

/**
 * The shape of a signal or of a parameter: sizes per axis, outermost first, C order, without time and without batch.
 * Immutable; two shapes are equal when all sizes are.
 */
public final class Shape {

    /** The shape of a scalar: no axes, one element. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /**
     * A shape of the given sizes.
     *
     * @param dims sizes, outermost axis first; each at least 0
     * @throws IllegalArgumentException when a size is negative
     */
    public static Shape of(int... dims) {
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException(
                        "an axis has " + dim + " elements in shape " + Arrays.toString(dims) + "; sizes start at 0");
            }
        }
        return new Shape(dims.clone());
    }

    /** Number of axes. */
    public int rank() {
        return dims.length;
    }

    /** Size of one axis, {@code 0 <= axis < rank()}. */
    public int dim(int axis) {
        return dims[axis];
    }

    /** All sizes, outermost first (a copy). */
    public int[] dims() {
        return dims.clone();
    }

    /** Number of elements: the product of all sizes, 1 for a scalar; saturates at {@link Long#MAX_VALUE}. */
    public long elements() {
        long product = 1;
        for (int dim : dims) {
            if (dim != 0 && product > Long.MAX_VALUE / dim) {
                return Long.MAX_VALUE;
            }
            product *= dim;
        }
        return product;
    }

    /** Number of elements as an int; call it only where {@link #elements()} was checked against 2^31-1. */
    public int size() {
        return Math.toIntExact(elements());
    }

    /** This shape without its first {@code count} axes, {@code 0 <= count <= rank()}. */
    public Shape dropLeading(int count) {
        return new Shape(Arrays.copyOfRange(dims, count, dims.length));
    }

    /** Whether the first {@code count} axes exist and all have size 1. */
    public boolean leadingOnes(int count) {
        if (count > dims.length) {
            return false;
        }
        for (int axis = 0; axis < count; axis++) {
            if (dims[axis] != 1) {
                return false;
            }
        }
        return true;
    }

    /** The index along each axis of element {@code flat} in C order, written {@code [i, j]}. */
    public String indexOf(int flat) {
        int[] index = new int[dims.length];
        int rest = flat;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
        }
        return Arrays.toString(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The sizes as NIR tools print them: {@code [2, 34, 34]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
