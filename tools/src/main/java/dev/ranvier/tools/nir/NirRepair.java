package dev.ranvier.tools.nir;

import java.util.Locale;

/**
 * One thing that was wrong in a file and had exactly one sensible reading, which is used.
 *
 * @param kind what was done
 * @param place the node or edge concerned
 * @param before what the file says
 * @param after what is used
 */
public record NirRepair(Kind kind, String place, String before, String after) {

    /** The repairs of specs/nir.md section 9, in the order in which a verdict lists them. */
    public enum Kind {
        /** The top node is no graph: it gets an Input and an Output. */
        WRAP_NODE,
        /** A computing node without predecessor or successor gets a port. */
        ADD_PORTS,
        /** The same edge more than once counts once. */
        MERGE_DUPLICATE_EDGES,
        /** Scalar parameters are repeated over the shape that others fix. */
        BROADCAST_SCALAR,
        /** A convolution takes its input shape from its predecessor. */
        INFER_INPUT_SHAPE,
        /** An Output takes its source's shape of equal product. */
        OUTPUT_SHAPE,
        /** Only on request: leading axes are dropped. */
        DROP_LEADING_AXIS,
        /** Only on request: Flatten's axes are counted without batch. */
        FLATTEN_COUNTS_BATCH;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name as verdicts write it, for example {@code broadcast_scalar}. */
        public String code() {
            return code;
        }
    }

    @Override
    public String toString() {
        return kind.code() + ": " + place + ": " + before + " becomes " + after;
    }
}
