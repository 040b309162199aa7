package dev.ranvier.emulator.device;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.image.ImageCodec;
import dev.ranvier.firmware.image.SerialImage;
import dev.ranvier.firmware.proto.ImageHeader;
import dev.ranvier.firmware.proto.LoadData;
import dev.ranvier.firmware.proto.LoadImage;
import dev.ranvier.firmware.proto.LoadProgress;
import dev.ranvier.firmware.proto.MissingRange;
import dev.ranvier.firmware.proto.SectionInfo;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.image.ChipImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An image on its way in: the sections that were announced, and what has come of them. Memory for a section is taken when
 * its first piece comes. Owned by the device's thread.
 */
final class ImageLoad {
    private static final int MISSING_REPORTED = 1000;
    private static final int MAX_PIECES = 4096; // gaps of a section that are kept track of

    private final long id;
    private final ImageHeader header;
    private final List<SectionInfo> sections;
    private final byte[][] content;
    private final List<TreeMap<Integer, Integer>> received = new ArrayList<>(); // from -> to, disjoint, not touching
    private final long total;
    private long bytes;

    /** Checks an announcement against the chip and the limits. */
    ImageLoad(long id, LoadImage announced, ChipSpec spec, long maxBytes) {
        this.id = id;
        header = announced.getHeader();
        sections = announced.getSectionsList();
        if (announced.getFormatVersion() != ImageCodec.FORMAT_VERSION) {
            throw new DeviceException(
                    ErrorCode.VERSION,
                    "format_version",
                    "image format version " + Integer.toUnsignedString(announced.getFormatVersion())
                            + "; this device reads version " + ImageCodec.FORMAT_VERSION);
        }
        if (!header.getChipDigest().equals(spec.digest())) {
            throw DeviceException.error(
                            ErrorCode.INVALID_ARGUMENT,
                            "the image of network '" + header.getNetwork() + "' was made for chip '" + header.getChip()
                                    + "' with description " + shortDigest(header.getChipDigest())
                                    + "; this device is a '" + spec.name() + "' with description "
                                    + shortDigest(spec.digest())
                                    + ": make the image for this chip, or serve that one (same preset, profile and overrides)")
                    .path("header.chip_digest")
                    .detail("chip_digest", spec.digest())
                    .build();
        }
        long sum = 0;
        for (int i = 0; i < sections.size(); i++) {
            long length = Integer.toUnsignedLong(sections.get(i).getLength());
            if (length > ImageCodec.MAX_BLOCK) {
                throw new DeviceException(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "sections[" + i + "].length",
                        "section " + i + " has " + length + " bytes; at most " + ImageCodec.MAX_BLOCK
                                + " are allowed: split it");
            }
            sum += length;
            received.add(new TreeMap<>());
        }
        if (sum > maxBytes) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "sections",
                    "the image has " + sum + " bytes; this server takes at most " + maxBytes);
        }
        total = sum;
        content = new byte[sections.size()][];
    }

    private static String shortDigest(String digest) {
        return digest.length() <= 12 ? "'" + digest + "'" : digest.substring(0, 12) + "…";
    }

    long id() {
        return id;
    }

    String digest() {
        return header.getDigest();
    }

    /** Takes a piece. */
    LoadProgress take(LoadData piece) {
        int section = piece.getSection();
        if (section < 0 || section >= sections.size()) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "section",
                    "section " + Integer.toUnsignedString(section) + " does not exist: " + sections.size()
                            + " were announced, counted from 0");
        }
        ByteString data = piece.getData();
        int length = sections.get(section).getLength();
        long end = Integer.toUnsignedLong(piece.getOffset()) + data.size();
        if (end > length) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "offset",
                    "bytes " + Integer.toUnsignedString(piece.getOffset()) + ".." + (end - 1) + " of section " + section
                            + " do not exist: it was announced with " + length + " bytes");
        }
        if (data.size() > ServerOptions.CHUNK_BYTES) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "data",
                    "a piece of " + data.size() + " bytes; at most " + ServerOptions.CHUNK_BYTES + " are taken");
        }
        if (LittleEndian.crc32c(data) != piece.getCrc32C()) {
            throw DeviceException.error(
                            ErrorCode.DATA_CORRUPT,
                            "the CRC-32C over the " + data.size() + " bytes at " + piece.getOffset() + " of section "
                                    + section + " does not match: send them again")
                    .path("crc32c")
                    .retryable()
                    .build();
        }
        TreeMap<Integer, Integer> have = received.get(section);
        if (have.size() >= MAX_PIECES) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "offset",
                    "section " + section + " is in more than " + MAX_PIECES + " pieces: send larger ones, in order");
        }
        if (content[section] == null) {
            content[section] = new byte[length];
        }
        data.copyTo(content[section], piece.getOffset());
        bytes += mark(have, piece.getOffset(), (int) end);
        return LoadProgress.newBuilder().setReceived(bytes).setTotal(total).build();
    }

    /** Notes that bytes from..to-1 are here; returns how many of them are new. */
    private static int mark(NavigableMap<Integer, Integer> have, int from, int to) {
        if (from == to) {
            return 0;
        }
        int before = 0;
        int low = from;
        int high = to;
        Map.Entry<Integer, Integer> entry = have.floorEntry(to);
        while (entry != null && entry.getValue() >= from) {
            before += entry.getValue() - entry.getKey();
            low = Math.min(low, entry.getKey());
            high = Math.max(high, entry.getValue());
            have.remove(entry.getKey());
            entry = have.floorEntry(to);
        }
        have.put(low, high);
        return high - low - before;
    }

    /** What is not here yet, or has failed the section's CRC and is forgotten; at most 1000 ranges. */
    List<MissingRange> missing() {
        List<MissingRange> missing = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            int length = sections.get(i).getLength();
            if (content[i] == null) {
                content[i] = length == 0 ? new byte[0] : null;
            }
            TreeMap<Integer, Integer> have = received.get(i);
            int at = 0;
            for (Map.Entry<Integer, Integer> entry : have.entrySet()) {
                add(missing, i, at, entry.getKey());
                at = entry.getValue();
            }
            add(missing, i, at, length);
            boolean whole = at == length && have.size() <= 1;
            if (whole
                    && LittleEndian.crc32c(content[i], 0, length)
                            != sections.get(i).getCrc32C()) {
                have.clear();
                bytes -= length;
                add(missing, i, 0, Math.max(1, length));
            }
        }
        return missing;
    }

    private static void add(List<MissingRange> missing, int section, int from, int to) {
        if (from < to && missing.size() < MISSING_REPORTED) {
            missing.add(MissingRange.newBuilder()
                    .setSection(section)
                    .setOffset(from)
                    .setLength(to - from)
                    .build());
        }
    }

    /** The image, once nothing is missing. */
    ChipImage decode(String where) {
        List<ByteString> payloads = new ArrayList<>();
        for (byte[] section : content) {
            payloads.add(UnsafeByteOperations.unsafeWrap(section));
        }
        return ImageCodec.decode(new SerialImage(header, payloads), where);
    }
}
