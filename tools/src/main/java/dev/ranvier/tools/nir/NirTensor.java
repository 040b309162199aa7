package dev.ranvier.tools.nir;

import java.util.Arrays;

/**
 * A dense array of a NIR parameter, C order, converted to double without loss (64-bit integers above 2^53 excepted).
 *
 * <p>The array is shared, not copied: weights may be large. Nobody changes it after construction.
 */
public final class NirTensor {

    /** What the numbers were stored as; float32 simulations must start from float32 values. */
    public enum Stored {
        /** 16- or 32-bit floating point. */
        FLOAT32,
        /** 64-bit floating point. */
        FLOAT64,
        /** Any integer width. */
        INTEGER
    }

    private final double[] data;
    private final Shape shape;
    private final Stored stored;

    /**
     * A tensor over an array that the caller gives away.
     *
     * @param data elements in C order
     * @param shape its shape; the product must equal the array's length
     * @param stored the stored kind of number
     * @throws IllegalArgumentException when length and shape disagree
     */
    public NirTensor(double[] data, Shape shape, Stored stored) {
        if (shape.elements() != data.length) {
            throw new IllegalArgumentException("shape " + shape + " has " + shape.elements() + " elements, but "
                    + data.length + " values were given");
        }
        this.data = data;
        this.shape = shape;
        this.stored = stored;
    }

    /** A float64 tensor of the given shape, all elements equal. */
    public static NirTensor filled(double value, Shape shape) {
        double[] data = new double[shape.size()];
        Arrays.fill(data, value);
        return new NirTensor(data, shape, Stored.FLOAT64);
    }

    /** A float64 vector. */
    public static NirTensor vector(double... values) {
        return new NirTensor(values.clone(), Shape.of(values.length), Stored.FLOAT64);
    }

    /** Elements in C order; not to be changed. */
    public double[] data() {
        return data;
    }

    /** The shape. */
    public Shape shape() {
        return shape;
    }

    /** What the file stored. */
    public Stored stored() {
        return stored;
    }

    /** Number of elements. */
    public int size() {
        return data.length;
    }

    /** One element in C order. */
    public double get(int index) {
        return data[index];
    }

    /** Whether this is a scalar (rank 0). */
    public boolean isScalar() {
        return shape.rank() == 0;
    }

    /** The same elements under another shape of equal product. */
    public NirTensor reshape(Shape to) {
        return new NirTensor(data, to, stored);
    }

    /** A scalar repeated over {@code to}; a tensor that already has this shape is returned as it is. */
    public NirTensor broadcast(Shape to) {
        if (shape.equals(to)) {
            return this;
        }
        if (data.length != 1) {
            throw new IllegalArgumentException("only one element can be repeated over " + to + ", not " + shape);
        }
        double[] repeated = new double[to.size()];
        Arrays.fill(repeated, data[0]);
        return new NirTensor(repeated, to, stored);
    }

    /** Smallest element; NaN when one is NaN. */
    public double min() {
        double min = Double.POSITIVE_INFINITY;
        for (double value : data) {
            min = Math.min(min, value);
        }
        return min;
    }

    /** Largest element; NaN when one is NaN. */
    public double max() {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : data) {
            max = Math.max(max, value);
        }
        return max;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NirTensor tensor
                && shape.equals(tensor.shape)
                && stored == tensor.stored
                && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "tensor" + shape + " " + stored;
    }
}
