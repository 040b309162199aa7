package dev.ranvier.tools.nir;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Infers the shape of what enters and leaves every cell, along edges, against them, and through cycles.
 *
 * <p>A shape is <em>firm</em> when parameters fix it (weights, arrays of a neuron, a convolution), and <em>loose</em> when
 * only the declared shape of an Input or Output does. Firm shapes are spread first, and from successors before
 * predecessors: what weights take is surer than what a Flatten or a port in front of them says. A convolution that
 * accepts a loose shape makes it firm, because its kernels confirm axes and channels.
 */
final class ShapeInference {

    private static final byte LOOSE = 1;
    private static final byte FIRM = 2;

    private final Cells cells;
    private final Shape[] in;
    private final Shape[] out;
    private final byte[] inLevel;
    private final byte[] outLevel;
    /** Work: cells whose predecessors or successors may learn something, firm before loose, against edges first. */
    private final ArrayDeque<Integer> firmBack = new ArrayDeque<>();

    private final ArrayDeque<Integer> firmForward = new ArrayDeque<>();
    private final ArrayDeque<Integer> looseForward = new ArrayDeque<>();
    private final ArrayDeque<Integer> looseBack = new ArrayDeque<>();

    private ShapeInference(Cells cells) {
        this.cells = cells;
        int count = cells.count();
        in = new Shape[count];
        out = new Shape[count];
        inLevel = new byte[count];
        outLevel = new byte[count];
    }

    /** Infers all shapes that can be inferred. */
    static ShapeInference of(Cells cells) {
        ShapeInference shapes = new ShapeInference(cells);
        shapes.seedFirm();
        shapes.spread(false);
        shapes.seedPorts();
        shapes.spread(false);
        shapes.seedOutputs();
        shapes.spread(true);
        shapes.seedSingles();
        return shapes;
    }

    /** Shape of what enters a cell; null when nothing tells. A port's own declaration comes first. */
    Shape in(int cell) {
        Shape declared = declared(cell);
        return declared != null ? declared : in[cell];
    }

    /** Shape of what leaves a cell; null when nothing tells. A port's own declaration comes first. */
    Shape out(int cell) {
        Shape declared = declared(cell);
        return declared != null ? declared : out[cell];
    }

    /** Whether only ports tell the size of this cell. */
    boolean loose(int cell) {
        return inLevel[cell] != FIRM;
    }

    private Shape declared(int cell) {
        return switch (cells.nodes[cell]) {
            case NirNode.Input input -> cells.addedPort[cell] ? null : input.shape();
            case NirNode.Output output -> cells.addedPort[cell] ? null : output.shape();
            default -> null;
        };
    }

    private void seedFirm() {
        for (int cell = 0; cell < cells.count(); cell++) {
            switch (cells.nodes[cell]) {
                case NirNode.Dense dense -> {
                    setIn(cell, dense.inputShape(), FIRM);
                    setOut(cell, dense.outputShape(), FIRM);
                }
                case NirNode.Convolution convolution -> {
                    Optional<Shape> shape = convolution.inputShape();
                    if (shape.isPresent()) {
                        setIn(cell, shape.get(), FIRM);
                        apply(cell, shape.get(), FIRM);
                    }
                }
                case NirNode.Elementwise elements -> {
                    if (!elements.shape().equals(Shape.SCALAR)) {
                        setIn(cell, elements.shape(), FIRM);
                        setOut(cell, elements.shape(), FIRM);
                    }
                }
                case NirNode.Input input -> {}
                case NirNode.Output output -> {}
                case NirNode.Pooling pooling -> {}
                case NirNode.Flatten flatten -> {}
                case NirNode.Graph graph -> {}
            }
        }
    }

    private void seedPorts() {
        for (int cell = 0; cell < cells.count(); cell++) {
            Shape declared = declared(cell);
            if (declared != null && outLevel[cell] == 0 && cells.isInput(cell)) {
                setOut(cell, declared, LOOSE);
            }
        }
    }

    private void seedOutputs() {
        for (int cell = 0; cell < cells.count(); cell++) {
            Shape declared = declared(cell);
            if (declared != null && inLevel[cell] == 0 && cells.isOutput(cell)) {
                setIn(cell, declared, LOOSE);
            }
        }
    }

    /** A neuron of which nothing tells the size is one neuron. */
    private void seedSingles() {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (passes(cell) && inLevel[cell] == 0) {
                setIn(cell, Shape.of(1), LOOSE);
                setOut(cell, Shape.of(1), LOOSE);
                spread(true);
            }
        }
    }

    private void spread(boolean looseBackwards) {
        while (true) {
            if (!firmBack.isEmpty()) {
                back(firmBack.poll());
            } else if (!firmForward.isEmpty()) {
                forward(firmForward.poll());
            } else if (!looseForward.isEmpty()) {
                forward(looseForward.poll());
            } else if (looseBackwards && !looseBack.isEmpty()) {
                back(looseBack.poll());
            } else {
                return;
            }
        }
    }

    /** Tells predecessors without parameters of their own what this cell takes. */
    private void back(int cell) {
        for (int from : cells.predecessors[cell]) {
            if (passes(from) && outLevel[from] < inLevel[cell]) {
                setOut(from, in[cell], inLevel[cell]);
                setIn(from, in[cell], inLevel[cell]);
            }
        }
    }

    /** Tells successors what leaves this cell. */
    private void forward(int cell) {
        for (int to : cells.successors[cell]) {
            offer(to, out[cell], outLevel[cell]);
        }
    }

    private void offer(int cell, Shape shape, byte level) {
        if (inLevel[cell] >= level) {
            return;
        }
        if (passes(cell)) {
            setIn(cell, shape, level);
            setOut(cell, shape, level);
        } else if (takes(cell, shape)) {
            byte confirmed = cells.nodes[cell] instanceof NirNode.Convolution ? FIRM : level;
            setIn(cell, shape, confirmed);
            apply(cell, shape, confirmed);
        }
    }

    private void apply(int cell, Shape shape, byte level) {
        output(cells.nodes[cell], shape).ifPresent(result -> setOut(cell, result, level));
    }

    /** Whether a cell gives on the shape that it gets: ports, and elementwise nodes of scalars. */
    private boolean passes(int cell) {
        return switch (cells.nodes[cell]) {
            case NirNode.Input input -> true;
            case NirNode.Output output -> true;
            case NirNode.Elementwise elements -> elements.shape().equals(Shape.SCALAR);
            default -> false;
        };
    }

    /** Whether a node without fixed input shape can work on this one. */
    boolean takes(int cell, Shape shape) {
        return switch (cells.nodes[cell]) {
            case NirNode.Convolution convolution -> convolution.takes(shape);
            case NirNode.Pooling pooling -> shape.rank() == 3;
            case NirNode.Flatten flatten -> shape.rank() >= 1;
            default -> false;
        };
    }

    /**
     * The output shape of a convolution, pool or Flatten; empty when the kernel does not fit, the axes do not exist, or
     * an axis would exceed 2^31-1.
     */
    static Optional<Shape> output(NirNode node, Shape in) {
        return switch (node) {
            case NirNode.Conv1d conv ->
                along(conv.window().outputWidth(in.dim(1))).map(width -> Shape.of(conv.outputChannels(), width));
            case NirNode.Conv2d conv -> field(conv.outputChannels(), conv.window(), in);
            case NirNode.Pooling pooling -> field(in.dim(0), pooling.window(), in);
            case NirNode.Flatten flatten -> flatten.output(in);
            default -> Optional.empty();
        };
    }

    private static Optional<Shape> field(int channels, Window window, Shape in) {
        Optional<Integer> height = along(window.outputHeight(in.dim(1)));
        Optional<Integer> width = along(window.outputWidth(in.dim(2)));
        return height.isPresent() && width.isPresent()
                ? Optional.of(Shape.of(channels, height.get(), width.get()))
                : Optional.empty();
    }

    private static Optional<Integer> along(long size) {
        return size >= 1 && size <= Integer.MAX_VALUE ? Optional.of((int) size) : Optional.empty();
    }

    private void setIn(int cell, Shape shape, byte level) {
        if (level > inLevel[cell]) {
            in[cell] = shape;
            inLevel[cell] = level;
            (level == FIRM ? firmBack : looseBack).add(cell);
        }
    }

    private void setOut(int cell, Shape shape, byte level) {
        if (level > outLevel[cell]) {
            out[cell] = shape;
            outLevel[cell] = level;
            (level == FIRM ? firmForward : looseForward).add(cell);
        }
    }
}
