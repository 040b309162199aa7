package dev.ranvier.tools.nir;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The datasets of one node group, asked for by name. Whatever is missing or of the wrong kind becomes a finding, and
 * {@link #complete()} then says that the node cannot be built; all faults of a node are found in one pass.
 */
final class NodeFields {

    /** What an entry of a shape is, in messages. */
    private static final String SIZE = "a size";

    private final Map<String, Hdf5Dataset> datasets;
    private final Set<String> unreadable;
    private final String node;
    private final NirFindings findings;
    private final Set<String> used = new HashSet<>();
    private boolean complete = true;

    /**
     * Fields of a node.
     *
     * @param datasets its datasets by name, those under unsupported filters left out
     * @param unreadable names of the datasets left out, already reported
     * @param node its name in messages
     */
    NodeFields(Map<String, Hdf5Dataset> datasets, Set<String> unreadable, String node, NirFindings findings) {
        this.datasets = datasets;
        this.unreadable = unreadable;
        this.node = node;
        this.findings = findings;
    }

    /** Whether everything asked for so far was there and well-formed. */
    boolean complete() {
        return complete;
    }

    /** Names of datasets that nobody asked for. */
    Set<String> unused() {
        Set<String> rest = new HashSet<>(datasets.keySet());
        rest.removeAll(used);
        return rest;
    }

    /** Numbers of any shape; null (and a finding) when they are missing or no numbers. */
    NirTensor numbers(String name) {
        Hdf5Dataset dataset = required(name);
        if (dataset == null || !kindIs(dataset, name, Hdf5Dataset.Kind.INTEGER, Hdf5Dataset.Kind.REAL)) {
            return null;
        }
        return dataset.numbers();
    }

    /** Numbers that may be missing. */
    NirTensor numbersOr(String name, NirTensor missing) {
        return datasets.containsKey(name) || unreadable.contains(name) ? numbers(name) : missing;
    }

    /** A shape: a vector of sizes of at least 1. */
    Shape shape(String name) {
        Hdf5Dataset dataset = required(name);
        if (dataset == null) {
            return null;
        }
        if (dataset.rank() == 1 && dataset.elements() == 0) {
            // An empty Python list has no type and is stored as floating point.
            return Shape.SCALAR;
        }
        if (dataset.rank() != 1) {
            bad(name, "has rank " + dataset.rank() + "; a shape is a vector of sizes (rank 1)");
            return null;
        }
        int[] sizes = integers(dataset, name, 1, SIZE);
        return sizes == null ? null : Shape.of(sizes);
    }

    /** Number of entries of a shape whose values do not matter, -1 when there is none. */
    int declaredRank(String name) {
        Hdf5Dataset dataset = datasets.get(name);
        used.add(name);
        return dataset == null || dataset.rank() != 1 ? -1 : (int) dataset.elements();
    }

    /** One integer of at least {@code min}. */
    Integer integer(String name, int min, String what) {
        Hdf5Dataset dataset = required(name);
        if (dataset == null) {
            return null;
        }
        if (dataset.elements() != 1 || dataset.rank() > 1) {
            bad(name, "has shape " + dataset.shape() + "; it is one integer");
            return null;
        }
        int[] values = integers(dataset, name, min, what);
        return values == null ? null : values[0];
    }

    /** One integer that may be missing. */
    Integer integerOr(String name, int missing) {
        return datasets.containsKey(name) || unreadable.contains(name)
                ? integer(name, Integer.MIN_VALUE, "an axis")
                : Integer.valueOf(missing);
    }

    /** Two integers of at least {@code min}, or one that counts for both axes. */
    Extent extent(String name, int min, String what) {
        Hdf5Dataset dataset = required(name);
        if (dataset == null) {
            return null;
        }
        boolean pair = dataset.rank() == 1 && dataset.elements() == 2;
        if (!pair && dataset.rank() != 0) {
            bad(name, "has shape " + dataset.shape() + "; it is two integers (rows, columns), or one for both");
            return null;
        }
        int[] values = integers(dataset, name, min, what);
        return values == null ? null : new Extent(values[0], values[values.length - 1]);
    }

    /** Padding of a one-dimensional ({@code axes} 1) or two-dimensional convolution. */
    NirPadding padding(String name, int axes) {
        Hdf5Dataset dataset = datasets.get(name);
        if (dataset != null && dataset.kind() == Hdf5Dataset.Kind.STRING) {
            used.add(name);
            String[] words = dataset.strings();
            String word = words.length == 1 ? words[0] : Arrays.toString(words);
            return switch (word) {
                case "same" -> NirPadding.SAME;
                case "valid" -> NirPadding.VALID;
                default -> {
                    bad(name, "is '" + word + "'; the words are 'same' and 'valid', else give numbers");
                    yield null;
                }
            };
        }
        if (axes == 2) {
            Extent amount = extent(name, 0, "padding");
            return amount == null ? null : NirPadding.of(amount);
        }
        Integer amount = integer(name, 0, "padding");
        return amount == null ? null : NirPadding.of(new Extent(0, amount));
    }

    /** Rows and columns of a convolution's input, when the file says them; null after a finding. */
    Optional<Extent> inputSize(String name) {
        if (!datasets.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(extent(name, 1, SIZE));
    }

    /** Length of a one-dimensional convolution's input, when the file says it. */
    Optional<Integer> inputLength(String name) {
        if (!datasets.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(integer(name, 1, SIZE));
    }

    private Hdf5Dataset required(String name) {
        used.add(name);
        Hdf5Dataset dataset = datasets.get(name);
        if (dataset == null) {
            complete = false;
            if (!unreadable.contains(name)) {
                findings.fault(
                        NirReason.MISSING_PARAMETER,
                        node,
                        "the obligatory dataset '" + name + "' is missing; it has "
                                + (datasets.isEmpty()
                                        ? "none"
                                        : datasets.keySet().stream().sorted().toList()));
            }
        }
        return dataset;
    }

    private int[] integers(Hdf5Dataset dataset, String name, int min, String what) {
        if (!kindIs(dataset, name, Hdf5Dataset.Kind.INTEGER)) {
            return null;
        }
        long[] values = dataset.integers();
        int[] ints = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] > Integer.MAX_VALUE && what.equals(SIZE)) {
                complete = false;
                findings.fault(
                        NirReason.TOO_LARGE,
                        node + "." + name,
                        "a size of " + values[i] + " elements; at most 2^31-1 are allowed");
                return null;
            }
            if (values[i] < min || values[i] > Integer.MAX_VALUE) {
                String place = values.length == 1 ? "is " : "is " + Arrays.toString(values) + ", and at [" + i + "] ";
                bad(name, place + values[i] + "; " + what + " is from " + min + " to " + Integer.MAX_VALUE);
                return null;
            }
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private boolean kindIs(Hdf5Dataset dataset, String name, Hdf5Dataset.Kind... allowed) {
        Hdf5Dataset.Kind kind = dataset.kind();
        if (Arrays.asList(allowed).contains(kind)) {
            return true;
        }
        bad(
                name,
                "holds " + kind.words() + "; it must hold "
                        + (allowed.length == 1 ? allowed[0].words() : "integers or floating-point numbers"));
        return false;
    }

    private void bad(String name, String what) {
        complete = false;
        findings.fault(NirReason.BAD_PARAMETER, node + "." + name, what);
    }
}
