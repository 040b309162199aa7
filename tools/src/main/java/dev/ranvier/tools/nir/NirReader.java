package dev.ranvier.tools.nir;

import dev.ranvier.hw.RanvierException;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads NIR files and judges them (specs/nir.md section 9). Whatever a file contains, the answer is a {@link NirReport};
 * only a file that cannot be opened at all is an exception.
 *
 * <pre>{@code
 * NirReport report = NirReader.read(Path.of("net.nir"), NirOptions.DEFAULT);
 * System.out.println(report.verdict());
 * NirGraph graph = report.require().flatten();
 * }</pre>
 *
 * <p>Stateless and safe to use from several threads.
 */
public final class NirReader {

    /** First bytes of an HDF5 file, or of its part after a user block (HDF5 file format specification, section II.A). */
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

    private static final String NEWEST_KNOWN = "1.0.8";

    private NirReader() {}

    /**
     * Reads a file.
     *
     * @param file the file; at most 2^31-1 bytes
     * @param options how to judge it
     * @throws RanvierException when the file does not exist or cannot be read
     */
    public static NirReport read(Path file, NirOptions options) {
        if (Files.isDirectory(file)) {
            throw new RanvierException(file + " is a folder; give a .nir file");
        }
        // Mapped and not read through a channel: the library takes memory for any length that a damaged file states
        // before it looks whether the file is that long.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofShared()) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE || size > options.maxBytes()) {
                NirFindings findings = new NirFindings();
                findings.fault(
                        NirReason.TOO_LARGE,
                        file.getFileName().toString(),
                        "the file has " + size + " bytes; at most " + Math.min(options.maxBytes(), Integer.MAX_VALUE)
                                + " are read (--max-bytes, never above 2^31-1)");
                return NirReport.of(null, findings, "", options.strict());
            }
            ByteBuffer content = size == 0
                    ? ByteBuffer.allocate(0)
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
            return read(content, options);
        } catch (NoSuchFileException missing) {
            throw new RanvierException(file + " does not exist", missing);
        } catch (IOException failed) {
            throw new RanvierException(file + " cannot be read: " + failed, failed);
        }
    }

    /**
     * Reads a file that is already in memory, for example one that came over a network.
     *
     * @param content all bytes of the file, from position 0 to the limit
     * @param options how to judge it
     */
    public static NirReport read(ByteBuffer content, NirOptions options) {
        NirFindings findings = new NirFindings();
        String[] version = {""};
        NirGraph graph = null;
        try {
            ByteBuffer bytes = content.duplicate().rewind().slice();
            if (signed(bytes)) {
                graph = load(bytes, options, findings, version);
            } else {
                findings.fault(NirReason.NOT_HDF5, "the file", "the HDF5 signature is missing: " + looksLike(bytes));
            }
        } catch (Refusal refusal) {
            NirFinding finding = refusal.finding();
            findings.fault(finding.reason(), finding.place(), finding.message());
        } catch (OutOfMemoryError error) {
            findings.fault(
                    NirReason.TOO_LARGE, "the file", "reading it takes more memory than this process has; raise -Xmx");
        } catch (RuntimeException | StackOverflowError error) {
            // The HDF5 library answers damage with many kinds of exceptions (specs/nir.md section 8).
            findings.fault(
                    NirReason.NOT_HDF5,
                    "the file",
                    "its HDF5 structure cannot be read (damaged, truncated, or of a kind that is not supported): "
                            + cause(error) + ". Copy or write it again");
        }
        return NirReport.of(findings.faulty() ? null : graph, findings, version[0], options.strict());
    }

    private static NirGraph load(ByteBuffer bytes, NirOptions options, NirFindings findings, String[] version) {
        try (HdfFile file = HdfFile.fromByteBuffer(bytes)) {
            Hdf5Scan scan = new Hdf5Scan(options.maxBytes(), findings);
            try {
                scan.run(file);
            } catch (RuntimeException error) {
                if (!userDefinedLink(error)) {
                    throw error;
                }
                findings.fault(
                        NirReason.UNSAFE_LINK,
                        "/",
                        "a user-defined link (" + cause(error) + "); NIR files hold no links");
            }
            if (findings.faults().stream().anyMatch(fault -> fault.reason().compareTo(NirReason.TOO_LARGE) <= 0)) {
                return null;
            }
            NirParser parser = new NirParser(file.getHdfBackingStorage(), scan, options.maxBytes(), findings);
            version[0] = parser.version(file);
            Draft draft = parser.top(file);
            if (draft == null) {
                return null;
            }
            warnOfVersion(version[0], findings);
            NirGraph graph = GraphBuilder.check(draft, version[0], options, findings);
            if (graph != null) {
                NirTiming.implausible(graph).forEach(findings::warn);
            }
            return graph;
        }
    }

    /** The library knows link types 0, 1 and 64; 65 to 255 belong to users (HDF5 file format, section IV.A.2.g). */
    private static boolean userDefinedLink(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            String prefix = "Unrecognized link type: ";
            if (message != null && message.startsWith(prefix)) {
                try {
                    return Integer.parseInt(message.substring(prefix.length()).strip()) > 64;
                } catch (NumberFormatException other) {
                    return false;
                }
            }
        }
        return false;
    }

    private static String cause(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause.getCause() != null && depth < 100; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean signed(ByteBuffer bytes) {
        byte[] found = new byte[SIGNATURE.length];
        // A user block may stand before the signature: 0, 512, 1024, 2048 ... bytes.
        for (long offset = 0; offset + found.length <= bytes.limit(); offset = offset == 0 ? 512 : 2 * offset) {
            bytes.get((int) offset, found);
            if (Arrays.equals(found, SIGNATURE)) {
                return true;
            }
        }
        return false;
    }

    private static String looksLike(ByteBuffer bytes) {
        int length = bytes.limit();
        byte[] head = new byte[Math.min(length, 256)];
        bytes.get(0, head);
        if (length == 0) {
            return "the file is empty";
        }
        if (length >= 2 && head[0] == 'P' && head[1] == 'K') {
            return "it looks like a zip (PK), as PyTorch saves a model; export it with nir.write";
        }
        if (length >= 2 && head[0] == 0x1F && head[1] == (byte) 0x8B) {
            return "it looks like gzip (1F 8B); unpack it first";
        }
        int same = 0;
        while (same < Math.min(length, SIGNATURE.length) && head[same] == SIGNATURE[same]) {
            same++;
        }
        if (same >= 4 || same == length) {
            return "it is truncated or damaged within the first 8 bytes";
        }
        for (byte value : head) {
            if (value < ' ' && value != '\n' && value != '\r' && value != '\t') {
                return "it holds other binary data, or an HDF5 file without its beginning";
            }
        }
        return "it looks like text";
    }

    private static void warnOfVersion(String version, NirFindings findings) {
        int[] file = numbers(version);
        int[] known = numbers(NEWEST_KNOWN);
        if (file.length > 0 && Arrays.compare(file, known) > 0) {
            findings.warn("written by NIR " + version + ", newer than " + NEWEST_KNOWN
                    + ", the newest known here; check that nothing changed its meaning");
        }
    }

    private static int[] numbers(String version) {
        String plain = version.strip().split("[^0-9.]", 2)[0];
        return Arrays.stream(plain.split("\\."))
                .filter(part -> !part.isEmpty() && part.length() < 9)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
