package dev.ranvier.firmware.image;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.ranvier.firmware.proto.ImageHeader;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Image files: 8 bytes of preamble (ASCII "RNVI", u16 format version, u16 flags = 0), then blocks, each a u32 length, a u32
 * CRC-32C of the payload, and the payload; all big-endian. Block 0 holds the {@code ImageHeader}, which says how many
 * {@code ImageBlock}s follow. Stateless.
 */
public final class ImageFile {
    /** Usual ending of a file name. */
    public static final String SUFFIX = ".rnvi";

    private static final int MAGIC = 0x524E5649;
    private static final int PREAMBLE_BYTES = 8;
    private static final int BLOCK_HEAD_BYTES = 8;

    private ImageFile() {}

    /** Writes an image to a file; an existing file is replaced in one step. */
    public static void write(ChipImage image, Path file) {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
                write(image, out);
            }
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RanvierException("image file " + file + " cannot be written: " + e, e);
        }
    }

    /** Writes an image to a stream. */
    public static void write(ChipImage image, OutputStream stream) throws IOException {
        SerialImage serial = ImageCodec.encode(image);
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeShort(ImageCodec.FORMAT_VERSION);
        out.writeShort(0);
        writeBlock(out, serial.header().toByteString());
        for (ByteString section : serial.sections()) {
            writeBlock(out, section);
        }
        out.flush();
    }

    private static void writeBlock(DataOutputStream out, ByteString payload) throws IOException {
        out.writeInt(payload.size());
        out.writeInt(LittleEndian.crc32c(payload));
        payload.writeTo(out);
    }

    /** Reads an image from a file. */
    public static ChipImage read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RanvierException("image file " + file + " does not exist");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new RanvierException("image file " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads an image from a stream, up to its end.
     *
     * @param where name for errors
     * @throws ImageFormatException naming block and byte if anything is wrong
     */
    public static ChipImage read(InputStream in, String where) throws IOException {
        byte[] preamble = in.readNBytes(PREAMBLE_BYTES);
        ByteBuffer head = ByteBuffer.wrap(preamble);
        if (preamble.length < PREAMBLE_BYTES || head.getInt() != MAGIC) {
            throw new ImageFormatException(where, -1, 0, "it does not begin with \"RNVI\": not an image file");
        }
        int version = head.getShort() & 0xFFFF;
        if (version != ImageCodec.FORMAT_VERSION) {
            throw new ImageFormatException(
                    where,
                    -1,
                    4,
                    "image format version " + version + "; this program reads version " + ImageCodec.FORMAT_VERSION);
        }
        BlockReader blocks = new BlockReader(in, where);
        ImageHeader header = header(blocks.next(), where);
        long count = Integer.toUnsignedLong(header.getMemories())
                + Integer.toUnsignedLong(header.getInputs())
                + Integer.toUnsignedLong(header.getOutputs());
        if (count > ImageCodec.MAX_BLOCKS) {
            throw new ImageFormatException(
                    where,
                    0,
                    PREAMBLE_BYTES,
                    "it announces " + count + " blocks; at most " + ImageCodec.MAX_BLOCKS + " are allowed");
        }
        List<ByteString> sections = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            sections.add(blocks.next());
        }
        blocks.end();
        return ImageCodec.decode(new SerialImage(header, sections), where, blocks.offsets());
    }

    private static ImageHeader header(ByteString payload, String where) {
        try {
            return ImageHeader.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new ImageFormatException(
                    where, 0, PREAMBLE_BYTES, "the first block is not an ImageHeader: " + e.getMessage());
        }
    }

    /** Reads block after block and remembers where each began. */
    private static final class BlockReader {
        private final InputStream in;
        private final String where;
        private long[] offsets = new long[16];
        private int blocks;
        private long position = PREAMBLE_BYTES;

        BlockReader(InputStream in, String where) {
            this.in = in;
            this.where = where;
        }

        ByteString next() throws IOException {
            byte[] head = in.readNBytes(BLOCK_HEAD_BYTES);
            if (head.length < BLOCK_HEAD_BYTES) {
                throw wrong("the file ends here, cut short");
            }
            long length = Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt());
            int crc = ByteBuffer.wrap(head).getInt(4);
            if (length > ImageCodec.MAX_BLOCK) {
                throw wrong("a block of " + length + " bytes; at most " + ImageCodec.MAX_BLOCK + " are allowed");
            }
            byte[] payload = in.readNBytes((int) length); // grows as bytes come: a lying length costs nothing
            if (payload.length < length) {
                throw wrong("the file ends after " + payload.length + " of the block's " + length + " bytes");
            }
            if (LittleEndian.crc32c(payload, 0, payload.length) != crc) {
                throw wrong("the CRC-32C of the block's " + length + " bytes does not match");
            }
            if (blocks == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * blocks);
            }
            offsets[blocks++] = position;
            position += BLOCK_HEAD_BYTES + length;
            return UnsafeByteOperations.unsafeWrap(payload);
        }

        void end() throws IOException {
            if (in.read() >= 0) {
                throw wrong("bytes follow after the last block");
            }
        }

        long[] offsets() {
            return Arrays.copyOf(offsets, blocks);
        }

        private ImageFormatException wrong(String reason) {
            return new ImageFormatException(where, blocks, position, reason);
        }
    }
}
