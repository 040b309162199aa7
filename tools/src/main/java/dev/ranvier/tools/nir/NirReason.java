package dev.ranvier.tools.nir;

import java.util.Locale;

/**
 * Why a file is refused, in the order of specs/nir.md section 9: with several faults the first of these is the verdict.
 * {@link #code()} is what follows {@code refuse:}.
 */
public enum NirReason {
    /** No HDF5 signature, or a structure that cannot be read. */
    NOT_HDF5,
    /** A soft, external or user-defined link anywhere. */
    UNSAFE_LINK,
    /** A group that contains itself, or too many levels. */
    TOO_DEEP,
    /** More declared bytes than allowed, or a shape of more than 2^31-1 elements. */
    TOO_LARGE,
    /** No {@code /version} or no group {@code /node}. */
    NOT_NIR,
    /** A dataset under a filter other than deflate, shuffle, lzf or fletcher32. */
    UNSUPPORTED_FILTER,
    /** A node name that is empty, "." or contains "/". */
    BAD_NODE_NAME,
    /** A node or graph without its obligatory members: the writer stopped half-way. */
    INCOMPLETE_FILE,
    /** A type that NIR does not have. */
    UNKNOWN_TYPE,
    /** An obligatory dataset is missing. */
    MISSING_PARAMETER,
    /** A parameter of the wrong rank, kind, size or value. */
    BAD_PARAMETER,
    /** An edge names a node that its graph does not have. */
    UNKNOWN_NODE,
    /** An edge into an Input or out of an Output, or a nested graph without exactly one of each. */
    BAD_PORT,
    /** An Input that leads nowhere or an Output that nothing reaches. */
    UNCONNECTED_PORT,
    /** A cycle through no node with state. */
    STATELESS_CYCLE,
    /** A neuron node of scalars whose size only a port could tell. */
    UNSIZED_SCALAR,
    /** An Input that counts time or batch. */
    EXTRA_AXIS,
    /** A Flatten that counts the batch axis. */
    FLATTEN_AXIS,
    /** Two shapes on one edge that differ. */
    SHAPE_MISMATCH;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The code as reports write it, for example {@code unknown_node}. */
    public String code() {
        return code;
    }
}
