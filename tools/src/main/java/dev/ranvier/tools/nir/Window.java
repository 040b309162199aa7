package dev.ranvier.tools.nir;

/**
 * The sliding window of a convolution or pool: what it covers, how it steps, what surrounds the field.
 *
 * <p>Output size per axis is floor((in + padding - dilation*(kernel-1) - 1) / stride + 1), specs/nir.md section 2; width
 * and height are computed from their own kernel sizes (the reference package takes both from the height).
 *
 * @param kernel elements of the kernel
 * @param stride step of the window
 * @param dilation distance of neighbouring kernel elements
 * @param padding zeros around the field
 */
public record Window(Extent kernel, Extent stride, Extent dilation, NirPadding padding) {

    /** Rows of the output for {@code rows} of input; less than 1 when the kernel does not fit. */
    public long outputHeight(int rows) {
        return output(rows, padTop() + padBottom(), kernel.height(), dilation.height(), stride.height());
    }

    /** Columns of the output for {@code columns} of input; less than 1 when the kernel does not fit. */
    public long outputWidth(int columns) {
        return output(columns, padLeft() + padRight(), kernel.width(), dilation.width(), stride.width());
    }

    /** Rows of zeros above the field. */
    public long padTop() {
        return before(padding.amount().height(), kernel.height(), dilation.height());
    }

    /** Rows of zeros below the field. */
    public long padBottom() {
        return after(padding.amount().height(), kernel.height(), dilation.height());
    }

    /** Columns of zeros left of the field. */
    public long padLeft() {
        return before(padding.amount().width(), kernel.width(), dilation.width());
    }

    /** Columns of zeros right of the field. */
    public long padRight() {
        return after(padding.amount().width(), kernel.width(), dilation.width());
    }

    private long before(int amount, int kernelSize, int spacing) {
        return padding.mode() == NirPadding.Mode.SAME ? (long) spacing * (kernelSize - 1) / 2 : amount;
    }

    private long after(int amount, int kernelSize, int spacing) {
        long all = (long) spacing * (kernelSize - 1);
        return padding.mode() == NirPadding.Mode.SAME ? all - all / 2 : amount;
    }

    private static long output(int in, long pad, int kernelSize, int spacing, int step) {
        return Math.floorDiv(in + pad - (long) spacing * (kernelSize - 1) - 1, (long) step) + 1;
    }
}
