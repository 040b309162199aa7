package dev.ranvier.tools.nir.sim;

import dev.ranvier.tools.nir.NirNode;
import dev.ranvier.tools.nir.NirTensor;
import dev.ranvier.tools.nir.Shape;

/** Linear and Affine: y = W x (+ b), weights (..., out, in); summed over inputs in order, bias last. */
final class DenseUnit implements Unit {

    private final double[] weight;
    private final double[] bias;
    private final int blocks;
    private final int outputs;
    private final int inputs;
    private final Precision precision;

    DenseUnit(NirNode.Dense node, double[] weight, boolean withBias, Precision precision) {
        Shape shape = node.weight().shape();
        this.weight = weight;
        this.inputs = shape.dim(shape.rank() - 1);
        this.outputs = shape.dim(shape.rank() - 2);
        this.blocks = weight.length / (inputs * outputs);
        this.precision = precision;
        this.bias =
                withBias && node instanceof NirNode.Affine affine ? rounded(affine.bias(), precision) : new double[0];
    }

    private static double[] rounded(NirTensor tensor, Precision precision) {
        double[] values = tensor.data().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = precision.round(values[i]);
        }
        return values;
    }

    @Override
    public void step(double[] in, double[] out) {
        for (int block = 0; block < blocks; block++) {
            for (int row = 0; row < outputs; row++) {
                int y = block * outputs + row;
                double sum = 0;
                for (int column = 0; column < inputs; column++) {
                    double x = in[block * inputs + column];
                    if (x != 0) {
                        sum = precision.round(sum + precision.round(weight[y * inputs + column] * x));
                    }
                }
                // A bias of shape (out) serves every block.
                out[y] = bias.length == 0 ? sum : precision.round(sum + bias[y % bias.length]);
            }
        }
    }
}
