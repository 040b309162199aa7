package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.Shape;
import dev.ranvier.tools.nir.Window;

/**
 * Convolutions and pools: a window slides over (channels, rows, columns), zeros around. One-dimensional signals are fields
 * of one row.
 */
final class WindowUnit implements Unit {

    private final Window window;
    private final int channels;
    private final int rows;
    private final int columns;
    private final int outChannels;
    private final int outRows;
    private final int outColumns;
    private final int groupIn;
    private final int groupOut;
    private final double[] weight;
    private final double[] bias;
    private final double divisor;
    private final Precision precision;

    /** A convolution; its kernels already rounded. */
    static WindowUnit convolution(
            NirNode.Convolution node, Shape in, Shape out, double[] weight, boolean withBias, Precision precision) {
        double[] bias = new double[node.outputChannels()];
        for (int i = 0; withBias && i < bias.length; i++) {
            bias[i] = precision.round(node.bias().get(i));
        }
        int groupIn = node.weight().shape().dim(1);
        int groupOut = node.outputChannels() / node.groups();
        return new WindowUnit(node.window(), in, out, groupIn, groupOut, weight, bias, 1, precision);
    }

    /** A pool: every channel by itself, weights of 1, divided by the window's size when it averages. */
    static WindowUnit pool(NirNode.Pooling node, Shape in, Shape out, Precision precision) {
        int size = node.window().kernel().height() * node.window().kernel().width();
        double divisor = node instanceof NirNode.AvgPool2d ? size : 1;
        double[] none = new double[0];
        return new WindowUnit(node.window(), in, out, 1, 1, none, none, divisor, precision);
    }

    private WindowUnit(
            Window window,
            Shape in,
            Shape out,
            int groupIn,
            int groupOut,
            double[] weight,
            double[] bias,
            double divisor,
            Precision precision) {
        this.window = window;
        this.channels = in.dim(0);
        this.rows = in.rank() == 3 ? in.dim(1) : 1;
        this.columns = in.dim(in.rank() - 1);
        this.outChannels = out.dim(0);
        this.outRows = out.rank() == 3 ? out.dim(1) : 1;
        this.outColumns = out.dim(out.rank() - 1);
        this.groupIn = groupIn;
        this.groupOut = groupOut;
        this.weight = weight;
        this.bias = bias;
        this.divisor = divisor;
        this.precision = precision;
    }

    @Override
    public void step(double[] in, double[] out) {
        for (int channel = 0; channel < outChannels; channel++) {
            int firstIn = channel / groupOut * groupIn;
            for (int row = 0; row < outRows; row++) {
                for (int column = 0; column < outColumns; column++) {
                    double sum = sum(in, channel, firstIn, row, column);
                    if (bias.length > 0) {
                        sum = precision.round(sum + bias[channel]);
                    } else if (divisor != 1) {
                        sum = precision.round(sum / divisor);
                    }
                    out[(channel * outRows + row) * outColumns + column] = sum;
                }
            }
        }
    }

    private double sum(double[] in, int channel, int firstIn, int row, int column) {
        int kernelRows = window.kernel().height();
        int kernelColumns = window.kernel().width();
        int top = row * window.stride().height() - (int) window.padTop();
        int left = column * window.stride().width() - (int) window.padLeft();
        double sum = 0;
        for (int inner = 0; inner < groupIn && firstIn + inner < channels; inner++) {
            for (int i = 0; i < kernelRows; i++) {
                int y = top + i * window.dilation().height();
                if (y < 0 || y >= rows) {
                    continue;
                }
                for (int j = 0; j < kernelColumns; j++) {
                    int x = left + j * window.dilation().width();
                    if (x < 0 || x >= columns) {
                        continue;
                    }
                    double value = in[((firstIn + inner) * rows + y) * columns + x];
                    if (value != 0) {
                        sum = precision.round(sum + weighted(value, channel, inner, i, j));
                    }
                }
            }
        }
        return sum;
    }

    private double weighted(double value, int channel, int inner, int i, int j) {
        if (weight.length == 0) {
            return value;
        }
        int kernelRows = window.kernel().height();
        int kernelColumns = window.kernel().width();
        int at = ((channel * groupIn + inner) * kernelRows + i) * kernelColumns + j;
        return precision.round(weight[at] * value);
    }
}
