package dev.ranvier.tools.nir.sim;

/** The arithmetic of a simulation. */
public enum Precision {
    /** IEEE 754 binary32: every single operation is rounded, as PyTorch and JAX do by default. */
    FLOAT32,
    /** IEEE 754 binary64. */
    FLOAT64;

    /**
     * The result of one operation in this precision. A sum, product or quotient of two binary32 numbers taken in binary64
     * and rounded once equals the binary32 operation: 53 bits are more than twice 24 plus 2.
     */
    double round(double value) {
        return this == FLOAT32 ? (float) value : value;
    }
}
