package dev.ranvier.tools.nir;

import io.jhdf.AbstractNode;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.storage.HdfBackingStorage;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * One dataset, read with the care that a file from anywhere needs (specs/nir.md section 8): kind and shape are known
 * before its data is touched, memory is checked before it is taken.
 */
final class Hdf5Dataset {

    /** What the elements are. */
    enum Kind {
        /** Any integer width up to 64 bits, either byte order. */
        INTEGER("integers"),
        /** IEEE 754 binary16, binary32 or binary64, either byte order. */
        REAL("floating-point numbers"),
        /** Fixed or variable length text. */
        STRING("strings"),
        /** Anything else. */
        OTHER("elements of an unsupported type");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The kind in words, for messages. */
        String words() {
            return words;
        }
    }

    private final Dataset dataset;
    private final HdfBackingStorage storage;
    private final String path;

    Hdf5Dataset(Dataset dataset, HdfBackingStorage storage, String path) {
        this.dataset = dataset;
        this.storage = storage;
        this.path = path;
    }

    String path() {
        return path;
    }

    Kind kind() {
        // The library reads the address of a shared (committed) type as if it were a type.
        if (((AbstractNode) dataset)
                .getHeader()
                .getMessageOfType(DataTypeMessage.class)
                .isMessageShared()) {
            return Kind.OTHER;
        }
        DataType type = dataset.getDataType();
        return switch (type) {
            case FixedPoint fixed -> standard(fixed) ? Kind.INTEGER : Kind.OTHER;
            case FloatingPoint real -> standard(real) ? Kind.REAL : Kind.OTHER;
            case StringData text -> Kind.STRING;
            case VariableLength list -> list.isVariableLengthString() ? Kind.STRING : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    private static boolean standard(FixedPoint type) {
        int bytes = type.getSize();
        return type.getBitPrecision() == 8 * bytes
                && type.getBitOffset() == 0
                && (bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8);
    }

    /** Other layouts of the same width exist (bfloat16) and would be read as wrong numbers. */
    private static boolean standard(FloatingPoint type) {
        int bias = type.getExponentBias();
        int exponent = type.getExponentSize();
        int mantissa = type.getMantissaSize();
        return switch (type.getSize()) {
            case 2 -> type.getBitPrecision() == 16 && bias == 15 && exponent == 5 && mantissa == 10;
            case 4 -> type.getBitPrecision() == 32 && bias == 127 && exponent == 8 && mantissa == 23;
            case 8 -> type.getBitPrecision() == 64 && bias == 1023 && exponent == 11 && mantissa == 52;
            default -> false;
        };
    }

    /** Number of axes; an h5py Empty has one axis of size 0. */
    int rank() {
        return nullSpace() ? 1 : dataset.getDimensionsAsLong().length;
    }

    /** Number of elements. */
    long elements() {
        return nullSpace() ? 0 : Shape.of(dims()).elements();
    }

    private boolean nullSpace() {
        return dataset.getDimensionsAsLong().length == 0 && dataset.getSize() == 0;
    }

    private int[] dims() {
        long[] dims = dataset.getDimensionsAsLong();
        int[] ints = new int[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
                throw new Refusal(
                        NirReason.TOO_LARGE,
                        path,
                        "it has shape " + Arrays.toString(dims) + "; an axis may have at most " + Integer.MAX_VALUE
                                + " elements");
            }
            ints[i] = (int) dims[i];
        }
        return ints;
    }

    /** The shape, {@code [0]} for an h5py Empty. */
    Shape shape() {
        return nullSpace() ? Shape.of(0) : Shape.of(dims());
    }

    /** Numbers of kind INTEGER or REAL. */
    NirTensor numbers() {
        Shape shape = shape();
        NirTensor.Stored stored = kind() == Kind.INTEGER
                ? NirTensor.Stored.INTEGER
                : dataset.getDataType().getSize() == 8 ? NirTensor.Stored.FLOAT64 : NirTensor.Stored.FLOAT32;
        if (shape.elements() == 0) {
            return new NirTensor(new double[0], shape, stored);
        }
        reserve(Hdf5Scan.declaredBytes(dataset), 8 * shape.elements());
        double[] values = new double[shape.size()];
        Object data = flat();
        if (data == null) {
            Arrays.fill(values, fillValue());
        } else {
            widen(data, values);
        }
        return new NirTensor(values, shape, stored);
    }

    /** Numbers of kind INTEGER, exactly; 2^63 and above become {@link Long#MAX_VALUE}. */
    long[] integers() {
        int count = Math.toIntExact(elements());
        long[] values = new long[count];
        if (count == 0) {
            return values;
        }
        reserve(Hdf5Scan.declaredBytes(dataset), 8L * count);
        Object data = flat();
        if (data == null) {
            Arrays.fill(values, (long) fillValue());
            return values;
        }
        for (int i = 0; i < count; i++) {
            Object value = Array.get(data, i);
            values[i] = value instanceof BigInteger big ? saturated(big) : ((Number) value).longValue();
        }
        return values;
    }

    /** Text of kind STRING, in C order. */
    String[] strings() {
        if (elements() == 0) {
            return new String[0];
        }
        if (dataset.getDataType() instanceof VariableLength) {
            reserve(Hdf5Scan.declaredBytes(dataset), 8 * elements());
            checkChunks();
            return dataset.isEmpty()
                    ? emptyStrings()
                    : new Hdf5Strings(storage, path).read(((DatasetBase) dataset).getDataBuffer(), shape().size());
        }
        reserve(2 * Hdf5Scan.declaredBytes(dataset), 8 * elements());
        Object data = flat();
        return data == null ? emptyStrings() : (String[]) data;
    }

    private String[] emptyStrings() {
        String[] strings = new String[shape().size()];
        Arrays.fill(strings, "");
        return strings;
    }

    /** All elements as a typed array, or null when the file stores none and the fill value stands for all. */
    private Object flat() {
        if (dataset.isEmpty()) {
            return null;
        }
        checkChunks();
        return dataset.getDataFlat();
    }

    private void checkChunks() {
        if (dataset instanceof ChunkedDataset chunked) {
            Hdf5ChunkGuard.check(chunked, path);
        }
    }

    private double fillValue() {
        Object fill = dataset.getFillValue();
        return fill instanceof Number number ? number.doubleValue() : 0;
    }

    private void reserve(long raw, long values) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        // The raw bytes, their typed array and our own array exist at once.
        long needed = 2 * raw + values;
        if (raw > Integer.MAX_VALUE - 16 || needed > free) {
            throw new Refusal(
                    NirReason.TOO_LARGE,
                    path,
                    "reading it takes " + needed + " bytes of memory, and " + free
                            + " are free; a dataset may have at most 2^31-17 bytes, and a larger heap (-Xmx) helps"
                            + " below that");
        }
    }

    private static void widen(Object data, double[] values) {
        switch (data) {
            case float[] floats -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = floats[i];
                }
            }
            case double[] doubles -> System.arraycopy(doubles, 0, values, 0, values.length);
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = ((Number) Array.get(data, i)).doubleValue();
                }
            }
        }
    }

    private static long saturated(BigInteger value) {
        return value.bitLength() > 63 ? Long.MAX_VALUE : value.longValue();
    }
}
