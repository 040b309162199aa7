package dev.ranvier.tools.nir;

import java.util.ArrayDeque;

/**
 * Leading axes that count time or batch (specs/nir.md section 9, codes 17 and 18, and the repairs of these names). By
 * default they are faults; either way the rest of the graph is judged as if they were repaired, so that one report names
 * all faults.
 */
final class AxisRules {

    private final Cells cells;
    private final NirOptions options;
    private final NirFindings findings;
    private final int[] dropped;

    AxisRules(Cells cells, NirOptions options, NirFindings findings) {
        this.cells = cells;
        this.options = options;
        this.findings = findings;
        this.dropped = new int[cells.count()];
    }

    /** Finds and repairs both kinds; returns the shapes that follow. */
    ShapeInference apply(ShapeInference shapes) {
        ShapeInference current = shapes;
        if (dropFromInputs(current)) {
            current = ShapeInference.of(cells);
            while (dropFromParameters(current)) {
                current = ShapeInference.of(cells);
            }
            moveFlattens(current);
            current = ShapeInference.of(cells);
            dropFromOutputs(current);
            current = ShapeInference.of(cells);
        }
        while (flattens(current)) {
            current = ShapeInference.of(cells);
        }
        return current;
    }

    private boolean dropFromInputs(ShapeInference shapes) {
        boolean found = false;
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!cells.isInput(cell) || cells.addedPort[cell]) {
                continue;
            }
            Shape declared = shapes.out(cell);
            for (int to : cells.successors[cell]) {
                int extra = extraAxes(shapes, declared, to);
                if (extra > 0) {
                    Shape rest = declared.dropLeading(extra);
                    dropped[cell] = extra;
                    cells.nodes[cell] = new NirNode.Input(rest);
                    report(cell, to, declared, rest);
                    found = true;
                    break;
                }
            }
        }
        return found;
    }

    private void report(int cell, int to, Shape declared, Shape rest) {
        if (options.dropLeadingAxis()) {
            findings.repair(
                    NirRepair.Kind.DROP_LEADING_AXIS, cells.names.get(cell), declared.toString(), rest.toString());
        } else {
            findings.fault(
                    NirReason.EXTRA_AXIS,
                    cells.names.get(cell),
                    "this Input has shape " + declared + ", but '" + cells.names.get(to) + "' takes " + rest
                            + ": the leading axis counts time or batch, which NIR shapes do not. Use --drop-leading-axis");
        }
    }

    /** How many leading axes an Input has more than a successor takes; 0 when dropping them would not fit. */
    private int extraAxes(ShapeInference shapes, Shape declared, int to) {
        Shape wanted = cells.isOutput(to) ? null : shapes.in(to);
        if (wanted != null && !shapes.loose(to)) {
            int extra = declared.rank() - wanted.rank();
            return extra > 0 && declared.dropLeading(extra).equals(wanted) ? extra : 0;
        }
        int rank =
                switch (cells.nodes[to]) {
                    case NirNode.Convolution convolution -> convolution.rank();
                    case NirNode.Pooling pooling -> 3;
                    default -> declared.rank();
                };
        int extra = declared.rank() - rank;
        return extra > 0 && shapes.takes(to, declared.dropLeading(extra)) ? extra : 0;
    }

    /** Drops leading axes of size 1 from neurons where what arrives has lost them; one sweep. */
    private boolean dropFromParameters(ShapeInference shapes) {
        int most = 0;
        for (int count : dropped) {
            most = Math.max(most, count);
        }
        boolean changed = false;
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Elementwise elements) || dropped[cell] > 0) {
                continue;
            }
            Shape own = elements.shape();
            for (int from : cells.predecessors[cell]) {
                Shape arriving = shapes.out(from);
                int extra = arriving == null ? 0 : own.rank() - arriving.rank();
                if (extra > 0
                        && extra <= most
                        && own.leadingOnes(extra)
                        && own.dropLeading(extra).equals(arriving)) {
                    cells.nodes[cell] = elements.map(tensor -> tensor.isScalar() ? tensor : tensor.reshape(arriving));
                    dropped[cell] = extra;
                    repaired(cell, own, arriving);
                    changed = true;
                    break;
                }
            }
        }
        return changed;
    }

    private void repaired(int cell, Shape before, Shape after) {
        if (options.dropLeadingAxis()) {
            findings.repair(
                    NirRepair.Kind.DROP_LEADING_AXIS, cells.names.get(cell), before.toString(), after.toString());
        }
    }

    private void dropFromOutputs(ShapeInference shapes) {
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Output output) || cells.addedPort[cell]) {
                continue;
            }
            for (int from : cells.predecessors[cell]) {
                Shape source = shapes.out(from);
                int extra = source == null ? 0 : output.shape().rank() - source.rank();
                if (extra > 0 && output.shape().dropLeading(extra).equals(source)) {
                    cells.nodes[cell] = new NirNode.Output(source);
                    repaired(cell, output.shape(), source);
                    break;
                }
            }
        }
    }

    /** A Flatten whose input had the axis counted it. */
    private void moveFlattens(ShapeInference shapes) {
        int[] carried = carriedAxes();
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Flatten flatten)) {
                continue;
            }
            Shape in = shapes.in(cell);
            int axes = carried[cell];
            // The file's own input_type knows better than the way the axis may have come.
            if (in != null && flatten.declaredRank() > 0) {
                axes = Math.max(0, flatten.declaredRank() - in.rank());
            }
            if (axes > 0) {
                NirNode.Flatten moved = flatten.fewerAxes(axes);
                cells.nodes[cell] = moved;
                if (options.dropLeadingAxis()) {
                    findings.repair(
                            NirRepair.Kind.DROP_LEADING_AXIS, cells.names.get(cell), dims(flatten), dims(moved));
                }
            }
        }
    }

    /** How many dropped axes reached each cell: they pass through all nodes but neurons that had no such axis. */
    private int[] carriedAxes() {
        int[] carried = new int[cells.count()];
        ArrayDeque<Integer> work = new ArrayDeque<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            if (dropped[cell] > 0) {
                carried[cell] = dropped[cell];
                work.add(cell);
            }
        }
        while (!work.isEmpty()) {
            int cell = work.poll();
            for (int to : cells.successors[cell]) {
                boolean stops = cells.nodes[to] instanceof NirNode.Elementwise elements
                        && !elements.shape().equals(Shape.SCALAR)
                        && dropped[to] == 0;
                if (!stops && carried[to] < carried[cell]) {
                    carried[to] = carried[cell];
                    work.add(to);
                }
            }
        }
        return carried;
    }

    /** Finds Flattens that fit when they count one axis fewer; one sweep. */
    private boolean flattens(ShapeInference shapes) {
        boolean changed = false;
        for (int cell = 0; cell < cells.count(); cell++) {
            if (!(cells.nodes[cell] instanceof NirNode.Flatten flatten) || shapes.in(cell) == null) {
                continue;
            }
            for (int to : cells.successors[cell]) {
                Shape wanted = cells.isOutput(to) || shapes.loose(to) ? null : shapes.in(to);
                NirNode.Flatten moved = wanted == null || wanted.equals(shapes.out(cell))
                        ? null
                        : fitting(flatten, shapes.in(cell), wanted);
                if (moved != null) {
                    report(cell, to, flatten, moved, wanted, shapes);
                    cells.nodes[cell] = moved;
                    changed = true;
                    break;
                }
            }
        }
        return changed;
    }

    private static NirNode.Flatten fitting(NirNode.Flatten flatten, Shape in, Shape wanted) {
        int start = flatten.startDim() < 0 ? flatten.startDim() + in.rank() : flatten.startDim();
        if (start < 1) {
            return null;
        }
        NirNode.Flatten both = new NirNode.Flatten(start, flatten.endDim(), -1).fewerAxes(1);
        NirNode.Flatten startOnly = new NirNode.Flatten(start - 1, flatten.endDim(), -1);
        for (NirNode.Flatten candidate : new NirNode.Flatten[] {startOnly, both}) {
            if (candidate.output(in).filter(wanted::equals).isPresent()) {
                return candidate;
            }
        }
        return null;
    }

    private void report(
            int cell, int to, NirNode.Flatten flatten, NirNode.Flatten moved, Shape wanted, ShapeInference shapes) {
        if (options.flattenCountsBatch()) {
            findings.repair(NirRepair.Kind.FLATTEN_COUNTS_BATCH, cells.names.get(cell), dims(flatten), dims(moved));
        } else {
            findings.fault(
                    NirReason.FLATTEN_AXIS,
                    cells.names.get(cell),
                    "with " + dims(flatten) + " it gives " + (shapes.out(cell) == null ? "no shape" : shapes.out(cell))
                            + " from " + shapes.in(cell) + ", but '" + cells.names.get(to) + "' takes " + wanted
                            + ", which " + dims(moved) + " would give: the axes were counted with a batch axis. Use"
                            + " --flatten-counts-batch");
        }
    }

    private static String dims(NirNode.Flatten flatten) {
        return "start_dim " + flatten.startDim() + ", end_dim " + flatten.endDim();
    }
}
