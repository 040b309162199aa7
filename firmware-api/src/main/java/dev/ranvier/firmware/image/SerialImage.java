package dev.ranvier.firmware.image;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.proto.ImageHeader;
import dev.ranvier.firmware.wire.LittleEndian;
import java.util.List;

/**
 * A serialised image: what its first block says, and the payloads of the further ones, which are the sections of a load.
 *
 * @param header what it is
 * @param sections payloads of the further blocks, in order: memories, inputs, outputs
 */
public record SerialImage(ImageHeader header, List<ByteString> sections) {
    /** Copies its list. */
    public SerialImage {
        sections = List.copyOf(sections);
    }

    /** CRC-32C over section {@code index}. */
    public int crc32c(int index) {
        return LittleEndian.crc32c(sections.get(index));
    }

    /** Bytes of all sections. */
    public long bytes() {
        return sections.stream().mapToLong(ByteString::size).sum();
    }
}
