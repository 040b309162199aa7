package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads dense NumPy arrays: {@code .npy} of format versions 1 to 3 and {@code .npz}, truth values, integers and floating
 * point of any width up to 64 bits, either byte order, C and Fortran order (numpy.lib.format). No pickled objects.
 */
public final class NpyReader {

    /** Elements of an array; 1 GiB as doubles. */
    private static final int MAX_ELEMENTS = 1 << 27;

    private static final int MAX_HEADER = 1 << 20;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private NpyReader() {}

    /**
     * Reads an array.
     *
     * @param file a {@code .npy} or {@code .npz} file; which one, its first bytes tell
     * @param entry name of the array in a {@code .npz} of several, without {@code .npy}
     * @throws RanvierException when it cannot be read; the message names file and reason
     */
    public static NpyArray read(Path file, Optional<String> entry) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            raw.mark(4);
            boolean zip = raw.read() == 'P' && raw.read() == 'K';
            raw.reset();
            return zip ? fromZip(file, entry) : read(file.toString(), raw);
        } catch (NoSuchFileException missing) {
            throw new RanvierException(file + " does not exist", missing);
        } catch (EOFException early) {
            throw new RanvierException(file + " is truncated: " + early.getMessage(), early);
        } catch (ZipException broken) {
            throw new RanvierException(file + " is a damaged .npz: " + broken.getMessage(), broken);
        } catch (IOException failed) {
            throw new RanvierException(file + " cannot be read: " + failed, failed);
        }
    }

    private static NpyArray fromZip(Path file, Optional<String> wanted) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            TreeSet<String> arrays = new TreeSet<>();
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.endsWith(".npy")) {
                    arrays.add(name.substring(0, name.length() - 4));
                }
            }
            String name = wanted.orElse(arrays.size() == 1 ? arrays.first() : "");
            if (!arrays.contains(name)) {
                throw new RanvierException(file + " holds the arrays " + arrays
                        + (wanted.isPresent() ? ", but no '" + name + "'" : "; say which one"));
            }
            try (InputStream in = new BufferedInputStream(zip.getInputStream(zip.getEntry(name + ".npy")), 1 << 16)) {
                return read(file + "!" + name, in);
            }
        }
    }

    private static NpyArray read(String file, InputStream in) throws IOException {
        byte[] magic = in.readNBytes(8);
        for (int i = 0; i < MAGIC.length; i++) {
            if (magic.length < 8 || magic[i] != MAGIC[i]) {
                throw new RanvierException(file + " is no NumPy array: it does not begin with \\x93NUMPY");
            }
        }
        int version = magic[6];
        if (version < 1 || version > 3) {
            throw new RanvierException(file + " has .npy format version " + version + "; 1, 2 and 3 are known");
        }
        long length = 0;
        byte[] lengthBytes = exactly(in, version == 1 ? 2 : 4, "its header");
        for (int i = lengthBytes.length - 1; i >= 0; i--) {
            length = length << 8 | (lengthBytes[i] & 0xFF);
        }
        if (length > MAX_HEADER) {
            throw new RanvierException(file + " has a header of " + length + " bytes; at most " + MAX_HEADER
                    + " are read: damaged, or no plain array");
        }
        byte[] headerBytes = exactly(in, (int) length, "its header");
        NpyHeader header = NpyHeader.parse(
                file, new String(headerBytes, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        if (header.elements() > MAX_ELEMENTS) {
            throw new RanvierException(file + " declares " + header.elements() + " elements; at most " + MAX_ELEMENTS
                    + " are read. Split it, or store spikes as CSV");
        }
        return new NpyArray(header.shape(), header.kind() != 'f', elements(in, header));
    }

    private static byte[] exactly(InputStream in, int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the file ends within " + what);
        }
        return bytes;
    }

    /** Reads in blocks, so that a short file with a long shape takes no memory for what is not there. */
    private static double[] elements(InputStream in, NpyHeader header) throws IOException {
        int total = (int) header.elements();
        int perBlock = 1 << 16;
        double[] values = new double[Math.min(total, perBlock)];
        for (int done = 0; done < total; ) {
            int count = Math.min(perBlock, total - done);
            ByteBuffer block = ByteBuffer.wrap(exactly(
                            in,
                            count * header.bytes(),
                            "its data: " + total + " elements are declared, " + done + " are there"))
                    .order(header.order());
            if (done + count > values.length) {
                values = java.util.Arrays.copyOf(
                        values, (int) Math.min(total, Math.max(2L * values.length, done + count)));
            }
            for (int i = 0; i < count; i++) {
                values[done + i] = element(block, header);
            }
            done += count;
        }
        return header.fortran() ? toC(values, header.shape()) : values;
    }

    private static double element(ByteBuffer block, NpyHeader header) {
        return switch (header.kind()) {
            case 'f' ->
                switch (header.bytes()) {
                    case 2 -> Float.float16ToFloat(block.getShort());
                    case 4 -> block.getFloat();
                    default -> block.getDouble();
                };
            case 'i' ->
                switch (header.bytes()) {
                    case 1 -> block.get();
                    case 2 -> block.getShort();
                    case 4 -> block.getInt();
                    default -> block.getLong();
                };
            default ->
                switch (header.bytes()) {
                    case 1 -> Byte.toUnsignedInt(block.get());
                    case 2 -> Short.toUnsignedInt(block.getShort());
                    case 4 -> Integer.toUnsignedLong(block.getInt());
                    default -> unsigned(block.getLong());
                };
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1) * 2;
    }

    /** From first axis fastest to last axis fastest. */
    private static double[] toC(double[] fortran, int[] shape) {
        double[] c = new double[fortran.length];
        int[] index = new int[shape.length];
        for (int i = 0; i < c.length; i++) {
            int at = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at = at * shape[axis] + index[axis];
            }
            c[i] = fortran[at];
            for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return c;
    }
}
