package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Fits all shapes of a graph together (specs/nir.md section 9, codes 16 to 19 and 4, repairs 4 to 6): scalars are
 * repeated, convolutions learn their input, Outputs take equal products; what does not fit is a fault.
 */
final class ShapeRules {

    private final Cells cells;
    private final NirOptions options;
    private final NirFindings findings;
    private ShapeInference shapes;

    private ShapeRules(Cells cells, NirOptions options, NirFindings findings) {
        this.cells = cells;
        this.options = options;
        this.findings = findings;
    }

    /**
     * Checks the shapes of all cells and repairs the nodes in them.
     *
     * @param sound whether the graph is complete; in a damaged one only plain contradictions are reported
     * @return the shapes, for the graph that is built when nothing was found
     */
    static ShapeInference check(Cells cells, boolean sound, NirOptions options, NirFindings findings) {
        ShapeRules rules = new ShapeRules(cells, options, findings);
        rules.shapes = new AxisRules(cells, options, findings).apply(ShapeInference.of(cells));
        if (sound) {
            rules.dropSteps();
            rules.broadcast();
        }
        rules.reshapeOutputs();
        rules.inferInputs();
        rules.compare(sound);
        rules.limit();
        return rules.shapes;
    }

    /** With --drop-leading-axis the ports of a scalar neuron lose the axis that counts steps. */
    private void dropSteps() {
        if (!options.dropLeadingAxis()) {
            return;
        }
        boolean changed = false;
        for (int cell = 0; cell < cells.count(); cell++) {
            Shape declared = shapes.out(cell);
            boolean port = (cells.isInput(cell) || cells.isOutput(cell)) && cells.top[cell] && !cells.addedPort[cell];
            if (!port || declared.rank() == 0 || declared.elements() <= 1 || !touchesUnsized(cell)) {
                continue;
            }
            Shape rest = declared.rank() == 1 ? Shape.of(1) : declared.dropLeading(1);
            cells.nodes[cell] = cells.isInput(cell) ? new NirNode.Input(rest) : new NirNode.Output(rest);
            findings.repair(
                    NirRepair.Kind.DROP_LEADING_AXIS, cells.names.get(cell), declared.toString(), rest.toString());
            changed = true;
        }
        if (changed) {
            shapes = ShapeInference.of(cells);
        }
    }

    private boolean touchesUnsized(int port) {
        for (int neighbour : cells.isInput(port) ? cells.successors[port] : cells.predecessors[port]) {
            if (scalars(neighbour) != null && shapes.loose(neighbour)) {
                return true;
            }
        }
        return false;
    }

    private NirNode.Elementwise scalars(int cell) {
        return cells.nodes[cell] instanceof NirNode.Elementwise elements
                        && elements.shape().equals(Shape.SCALAR)
                ? elements
                : null;
    }

    private void broadcast() {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Elementwise elements)) {
                continue;
            }
            TreeSet<String> scalars = new TreeSet<>();
            elements.parameters().forEach((name, tensor) -> {
                if (tensor.isScalar() && !name.equals("w_in")) {
                    scalars.add(name);
                }
            });
            Shape shape = shapes.in(cell);
            if (shape == null || shape.elements() > Integer.MAX_VALUE) {
                continue;
            }
            boolean allScalar = elements.shape().equals(Shape.SCALAR);
            // Dropping or broadcasting on request has decided between the two readings.
            boolean decided = options.broadcast() || options.dropLeadingAxis();
            if (allScalar && shapes.loose(cell) && shape.elements() > 1 && !decided) {
                unsized(cell, shape);
                continue;
            }
            Shape full = shape.rank() == 0 ? Shape.of(1) : shape;
            if (shape.rank() == 0) {
                onePortElement(cell);
            }
            if (!scalars.isEmpty()) {
                findings.repair(
                        NirRepair.Kind.BROADCAST_SCALAR,
                        cells.names.get(cell),
                        "scalar " + String.join(", ", scalars),
                        "shape " + full);
            }
            cells.nodes[cell] = elements.map(tensor -> tensor.isScalar() ? tensor.broadcast(full) : tensor);
        }
        shapes = ShapeInference.of(cells);
    }

    /** A port of shape [] beside one scalar neuron is a port of one element. */
    private void onePortElement(int cell) {
        for (int[] neighbours : new int[][] {cells.predecessors[cell], cells.successors[cell]}) {
            for (int port : neighbours) {
                if (cells.nodes[port] instanceof NirNode.Input input
                        && input.shape().rank() == 0) {
                    cells.nodes[port] = new NirNode.Input(Shape.of(1));
                } else if (cells.nodes[port] instanceof NirNode.Output output
                        && output.shape().rank() == 0) {
                    cells.nodes[port] = new NirNode.Output(Shape.of(1));
                }
            }
        }
    }

    private void unsized(int cell, Shape shape) {
        findings.fault(
                NirReason.UNSIZED_SCALAR,
                cells.names.get(cell),
                "all its parameters are scalars, and only a port of shape " + shape + " could tell its size: "
                        + shape.elements() + " neurons (--broadcast), or fewer neurons and a leading axis that counts"
                        + " steps (--drop-leading-axis)?");
    }

    private void reshapeOutputs() {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Output output) || cells.addedPort[cell]) {
                continue;
            }
            for (int from : cells.predecessors[cell]) {
                Shape source = shapes.out(from);
                if (source != null
                        && !source.equals(output.shape())
                        && source.elements() == output.shape().elements()) {
                    cells.nodes[cell] = new NirNode.Output(source);
                    findings.repair(
                            NirRepair.Kind.OUTPUT_SHAPE,
                            cells.names.get(cell),
                            output.shape().toString(),
                            source.toString());
                    // An inner Output passes its new shape on.
                    shapes = ShapeInference.of(cells);
                    break;
                }
            }
        }
    }

    private void inferInputs() {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (cells.nodes[cell] instanceof NirNode.Convolution convolution
                    && convolution.inputShape().isEmpty()
                    && shapes.in(cell) != null) {
                Shape in = shapes.in(cell);
                cells.nodes[cell] = convolution.withInput(in);
                findings.repair(
                        NirRepair.Kind.INFER_INPUT_SHAPE,
                        cells.names.get(cell),
                        "no input_shape",
                        in.dropLeading(1).toString());
            }
        }
    }

    private void compare(boolean sound) {
        for (int cell = 0; cell < cells.count(); cell++) {
            Shape wanted = shapes.in(cell);
            for (int from : cells.predecessors[cell]) {
                Shape arriving = shapes.out(from);
                if (arriving != null && !arriving.equals(wanted) && (wanted != null || sound)) {
                    findings.fault(
                            NirReason.SHAPE_MISMATCH,
                            cells.edge(from, cell),
                            "'" + cells.names.get(from) + "' gives " + arriving + ", '" + cells.names.get(cell)
                                    + "' takes " + (wanted != null ? wanted : expectation(cells.nodes[cell])));
                }
            }
            if (wanted != null && shapes.out(cell) == null) {
                noOutput(cell, wanted);
            }
        }
    }

    private static String expectation(NirNode node) {
        return switch (node) {
            case NirNode.Convolution convolution -> convolution.expects();
            case NirNode.Pooling pooling -> "[channels, rows, columns]";
            case NirNode.Flatten flatten -> "at least one axis";
            default -> "another shape";
        };
    }

    private void noOutput(int cell, Shape in) {
        switch (cells.nodes[cell]) {
            case NirNode.Flatten flatten -> {
                if (in.elements() <= Integer.MAX_VALUE) {
                    findings.fault(
                            NirReason.BAD_PARAMETER,
                            cells.names.get(cell),
                            "start_dim " + flatten.startDim() + " and end_dim " + flatten.endDim()
                                    + " do not name axes of " + in + "; axes are counted from 0, without batch");
                }
            }
            case NirNode.Convolution convolution -> tooSmall(cell, in, convolution.window());
            case NirNode.Pooling pooling -> tooSmall(cell, in, pooling.window());
            default -> {}
        }
    }

    private void tooSmall(int cell, Shape in, Window window) {
        long rows = in.rank() == 3 ? window.outputHeight(in.dim(1)) : 1;
        long columns = window.outputWidth(in.dim(in.rank() - 1));
        if (Math.max(rows, columns) > Integer.MAX_VALUE) {
            findings.fault(
                    NirReason.TOO_LARGE,
                    cells.names.get(cell),
                    "its output would have " + rows + " rows and " + columns + " columns; at most 2^31-1 elements are"
                            + " allowed");
        } else {
            findings.fault(
                    NirReason.SHAPE_MISMATCH,
                    cells.names.get(cell),
                    "its kernel " + window.kernel() + " with padding does not fit into " + in
                            + ": the output would have " + rows + " rows and " + columns + " columns");
        }
    }

    private void limit() {
        for (int cell = 0; cell < cells.count(); cell++) {
            List<Shape> both = new ArrayList<>(2);
            both.add(shapes.in(cell));
            both.add(shapes.out(cell));
            for (Shape shape : both) {
                if (shape != null && shape.elements() > Integer.MAX_VALUE) {
                    findings.fault(
                            NirReason.TOO_LARGE,
                            cells.names.get(cell),
                            "shape " + shape + " has " + shape.elements() + " elements; at most 2^31-1 are allowed");
                    break;
                }
            }
        }
    }
}
