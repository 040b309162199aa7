package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file, a Python dictionary of three entries (numpy.lib.format).
 *
 * @param kind element type: b (truth value), i, u (integers), f (floating point)
 * @param bytes bytes per element
 * @param order byte order
 * @param fortran whether the first axis varies fastest
 * @param shape sizes
 */
@SuppressWarnings("ArrayRecordComponent") // Bulk data: shared, not copied, not compared.
record NpyHeader(char kind, int bytes, ByteOrder order, boolean fortran, int[] shape) {

    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
    private static final Pattern TYPE = Pattern.compile("([<>|=]?)([a-zA-Z])(\\d{1,3})");

    static NpyHeader parse(String file, String text) {
        String type = part(file, text, DESCRIPTION, "'descr' with a simple type");
        Matcher matcher = TYPE.matcher(type);
        boolean known = matcher.matches();
        char kind = known ? matcher.group(2).charAt(0) : '?';
        int bytes = known ? Integer.parseInt(matcher.group(3)) : 0;
        boolean supported =
                switch (kind) {
                    case 'b' -> bytes == 1;
                    case 'i', 'u' -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
                    case 'f' -> bytes == 2 || bytes == 4 || bytes == 8;
                    default -> false;
                };
        if (!supported) {
            throw new RanvierException(file + " holds elements of type '" + type
                    + "'; truth values, integers and floating-point numbers of up to 64 bits are read. Convert it with"
                    + " astype");
        }
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean fortran = part(file, text, FORTRAN, "'fortran_order'").equals("True");
        return new NpyHeader(kind, bytes, order, fortran, shape(file, part(file, text, SHAPE, "'shape'")));
    }

    private static String part(String file, String text, Pattern pattern, String what) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new RanvierException(file + " is no array that can be read: its header has no " + what);
        }
        return matcher.group(1);
    }

    private static int[] shape(String file, String list) {
        List<Integer> sizes = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            String number = part.strip();
            if (number.isEmpty()) {
                continue;
            }
            if (!number.matches("\\d{1,10}") || Long.parseLong(number) > Integer.MAX_VALUE) {
                throw new RanvierException(
                        file + " has shape (" + list + "); an axis has 0 to " + Integer.MAX_VALUE + " elements");
            }
            sizes.add(Integer.parseInt(number));
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Number of elements; saturates at {@link Long#MAX_VALUE}. */
    long elements() {
        long product = 1;
        for (int size : shape) {
            if (size != 0 && product > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            product *= size;
        }
        return product;
    }
}
