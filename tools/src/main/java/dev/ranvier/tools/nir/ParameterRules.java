package dev.ranvier.tools.nir;

import java.util.Map;

/** The rules that the parameters of one node keep among themselves (code bad_parameter of specs/nir.md section 9). */
final class ParameterRules {

    private final String place;
    private final NirFindings findings;
    private boolean sized = true;

    private ParameterRules(String place, NirFindings findings) {
        this.place = place;
        this.findings = findings;
    }

    /**
     * Checks a node and records what is wrong.
     *
     * @return whether its shapes can be used; a wrong value alone does not spoil them
     */
    static boolean check(NirNode node, String place, NirFindings findings) {
        ParameterRules rules = new ParameterRules(place, findings);
        switch (node) {
            case NirNode.Input input -> rules.filled("shape", input.shape());
            case NirNode.Output output -> rules.filled("shape", output.shape());
            case NirNode.Dense dense -> rules.dense(dense);
            case NirNode.Convolution convolution -> rules.convolution(convolution);
            case NirNode.Pooling pooling -> {}
            case NirNode.Elementwise elements -> rules.elementwise(elements);
            case NirNode.Flatten flatten -> {}
            case NirNode.Graph graph -> {}
        }
        return rules.sized;
    }

    private void dense(NirNode.Dense dense) {
        Shape weight = dense.weight().shape();
        if (weight.rank() < 2) {
            shapeFault("weight", "has shape " + weight + "; weights have shape (..., out, in), at least two axes");
            return;
        }
        filled("weight", weight);
        finite("weight", dense.weight());
        if (dense instanceof NirNode.Affine affine) {
            Shape bias = affine.bias().shape();
            Shape out = Shape.of(weight.dim(weight.rank() - 2));
            if (!bias.equals(out) && !bias.equals(affine.outputShape())) {
                shapeFault(
                        "bias", "has shape " + bias + "; weights of shape " + weight + " need a bias of shape " + out);
            }
            finite("bias", affine.bias());
        }
    }

    private void convolution(NirNode.Convolution node) {
        int rank = node instanceof NirNode.Conv1d ? 3 : 4;
        Shape weight = node.weight().shape();
        if (weight.rank() != rank) {
            shapeFault(
                    "weight",
                    "has shape " + weight + "; a " + node.type() + " has kernels of shape (Cout, Cin/groups, "
                            + (rank == 3 ? "K)" : "Kh, Kw)"));
            return;
        }
        filled("weight", weight);
        finite("weight", node.weight());
        Shape bias = node.bias().shape();
        if (!bias.equals(Shape.of(weight.dim(0)))) {
            shapeFault(
                    "bias", "has shape " + bias + "; it needs one value per output channel: [" + weight.dim(0) + "]");
        }
        finite("bias", node.bias());
        if (weight.dim(0) % node.groups() != 0) {
            shapeFault(
                    "groups",
                    "is " + node.groups() + ", which does not divide the " + weight.dim(0) + " output channels");
        }
        if ((long) weight.dim(1) * node.groups() > Integer.MAX_VALUE) {
            shapeFault("groups", "is " + node.groups() + ": " + weight.dim(1) + " channels per group are too many");
            return;
        }
        Extent stride = node.window().stride();
        if (node.window().padding().mode() == NirPadding.Mode.SAME && !stride.equals(Extent.square(1))) {
            shapeFault("padding", "is 'same' with stride " + stride + "; 'same' keeps the size and so needs stride 1");
        }
    }

    private void elementwise(NirNode.Elementwise node) {
        Shape shape = node.shape();
        for (Map.Entry<String, NirTensor> parameter : node.parameters().entrySet()) {
            String name = parameter.getKey();
            NirTensor tensor = parameter.getValue();
            filled(name, tensor.shape());
            if (!tensor.isScalar() && !tensor.shape().equals(shape)) {
                shapeFault(
                        name,
                        "has shape " + tensor.shape() + ", another parameter of this node " + shape
                                + "; all parameters of a node have one shape");
            }
            finite(name, tensor);
            if (name.startsWith("tau")) {
                above(name, tensor, 0, false, "a time constant is above 0 s");
            } else if (name.equals("delay")) {
                above(name, tensor, 0, true, "a delay is at least 0 s");
            }
        }
        NirTensor threshold = node.parameters().get("v_threshold");
        NirTensor reset = node.parameters().get("v_reset");
        if (sized && threshold != null && reset != null) {
            resetBelow(threshold, reset);
        }
    }

    private void resetBelow(NirTensor threshold, NirTensor reset) {
        int size = Math.max(threshold.size(), reset.size());
        for (int i = 0; i < size; i++) {
            double high = threshold.get(threshold.isScalar() ? 0 : i);
            double low = reset.get(reset.isScalar() ? 0 : i);
            if (high <= low) {
                Shape shape = threshold.isScalar() ? reset.shape() : threshold.shape();
                fault(
                        "v_threshold",
                        at(shape, i) + " is " + high + " and v_reset " + low
                                + ": it would fire for ever; the threshold is above v_reset");
                return;
            }
        }
    }

    private void above(String name, NirTensor tensor, double limit, boolean inclusive, String rule) {
        for (int i = 0; i < tensor.size(); i++) {
            double value = tensor.get(i);
            if (value < limit || (!inclusive && value == limit)) {
                fault(name, at(tensor.shape(), i) + " is " + value + "; " + rule);
                return;
            }
        }
    }

    private void finite(String name, NirTensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            if (!Double.isFinite(tensor.get(i))) {
                fault(name, at(tensor.shape(), i) + " is " + tensor.get(i) + "; parameters are finite numbers");
                return;
            }
        }
    }

    private void filled(String name, Shape shape) {
        if (shape.elements() == 0) {
            shapeFault(name, "has shape " + shape + ", without a single element");
        }
    }

    private static String at(Shape shape, int index) {
        return shape.rank() == 0 ? "" : "at " + shape.indexOf(index);
    }

    private void shapeFault(String name, String what) {
        sized = false;
        fault(name, what);
    }

    private void fault(String name, String what) {
        findings.fault(NirReason.BAD_PARAMETER, place + "." + name, what.strip());
    }
}
