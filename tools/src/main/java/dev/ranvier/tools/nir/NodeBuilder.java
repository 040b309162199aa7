package dev.ranvier.tools.nir;

/** Makes a node of its fields, by type (specs/nir.md section 2). The result counts only when all fields are complete. */
final class NodeBuilder {

    private static final NirTensor ONE = NirTensor.filled(1, Shape.SCALAR);

    private NodeBuilder() {}

    static NirNode build(String type, NodeFields fields) {
        return switch (type) {
            case "Input" -> new NirNode.Input(fields.shape("shape"));
            case "Output" -> new NirNode.Output(fields.shape("shape"));
            case "Linear" -> new NirNode.Linear(fields.numbers("weight"));
            case "Affine" -> new NirNode.Affine(fields.numbers("weight"), fields.numbers("bias"));
            case "Scale" -> new NirNode.Scale(fields.numbers("scale"));
            case "Conv1d" -> conv1d(fields);
            case "Conv2d" -> conv2d(fields);
            case "SumPool2d" -> new NirNode.SumPool2d(pool(fields));
            case "AvgPool2d" -> new NirNode.AvgPool2d(pool(fields));
            case "Flatten" -> flatten(fields);
            case "Delay" -> new NirNode.Delay(fields.numbers("delay"));
            case "Threshold" -> new NirNode.Threshold(fields.numbers("threshold"));
            case "I" -> new NirNode.I(fields.numbers("r"));
            case "IF" -> {
                NirTensor threshold = fields.numbers("v_threshold");
                yield new NirNode.IF(fields.numbers("r"), threshold, reset(fields, threshold));
            }
            case "LI" -> new NirNode.LI(fields.numbers("tau"), fields.numbers("r"), fields.numbers("v_leak"));
            case "LIF" -> {
                NirTensor threshold = fields.numbers("v_threshold");
                yield new NirNode.LIF(
                        fields.numbers("tau"),
                        fields.numbers("r"),
                        fields.numbers("v_leak"),
                        threshold,
                        reset(fields, threshold));
            }
            case "CubaLI" ->
                new NirNode.CubaLI(
                        fields.numbers("tau_syn"),
                        fields.numbers("tau_mem"),
                        fields.numbers("r"),
                        fields.numbers("v_leak"),
                        fields.numbersOr("w_in", ONE));
            case "CubaLIF" -> {
                NirTensor threshold = fields.numbers("v_threshold");
                yield new NirNode.CubaLIF(
                        fields.numbers("tau_syn"),
                        fields.numbers("tau_mem"),
                        fields.numbers("r"),
                        fields.numbers("v_leak"),
                        threshold,
                        reset(fields, threshold),
                        fields.numbersOr("w_in", ONE));
            }
            default -> throw new IllegalArgumentException("no NIR type '" + type + "'");
        };
    }

    /** A file without v_reset means zeros like the threshold; that default is no repair. */
    private static NirTensor reset(NodeFields fields, NirTensor threshold) {
        return fields.numbersOr("v_reset", NirTensor.filled(0, threshold == null ? Shape.SCALAR : threshold.shape()));
    }

    private static NirNode conv1d(NodeFields fields) {
        return new NirNode.Conv1d(
                fields.numbers("weight"),
                fields.numbers("bias"),
                orOne(fields.integer("stride", 1, "a stride")),
                fields.padding("padding", 1),
                orOne(fields.integer("dilation", 1, "a dilation")),
                orOne(fields.integer("groups", 1, "the number of groups")),
                fields.inputLength("input_shape"));
    }

    private static NirNode conv2d(NodeFields fields) {
        return new NirNode.Conv2d(
                fields.numbers("weight"),
                fields.numbers("bias"),
                fields.extent("stride", 1, "a stride"),
                fields.padding("padding", 2),
                fields.extent("dilation", 1, "a dilation"),
                orOne(fields.integer("groups", 1, "the number of groups")),
                fields.inputSize("input_shape"));
    }

    private static Window pool(NodeFields fields) {
        Extent kernel = fields.extent("kernel_size", 1, "a kernel size");
        Extent stride = fields.extent("stride", 1, "a stride");
        Extent padding = fields.extent("padding", 0, "padding");
        return new Window(kernel, stride, Extent.square(1), NirPadding.of(padding));
    }

    private static NirNode flatten(NodeFields fields) {
        Integer start = fields.integerOr("start_dim", 1);
        Integer end = fields.integerOr("end_dim", -1);
        int rank = fields.declaredRank("input_type");
        return new NirNode.Flatten(start == null ? 1 : start, end == null ? -1 : end, rank);
    }

    private static int orOne(Integer value) {
        return value == null ? 1 : value;
    }
}
