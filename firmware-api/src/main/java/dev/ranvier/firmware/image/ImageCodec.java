package dev.ranvier.firmware.image;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ranvier.firmware.proto.ImageBlock;
import dev.ranvier.firmware.proto.ImageHeader;
import dev.ranvier.firmware.proto.InputPortBlock;
import dev.ranvier.firmware.proto.MemoryBlock;
import dev.ranvier.firmware.proto.OutputPortBlock;
import dev.ranvier.firmware.proto.PortKind;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link ChipImage} to its serialised form and back. The form is a header and a sequence of blocks, each a small protobuf
 * message with its bulk data in little-endian columns; {@link ImageFile} puts them into a file, a load over the wire sends
 * them as sections. Everything that comes in is checked: counts, ranges, structure, and the SHA-256 over the content.
 * Stateless.
 */
public final class ImageCodec {
    /** Version of the format that is written, and the only one that is read. */
    public static final int FORMAT_VERSION = 1;

    /** Largest block, bytes. */
    public static final int MAX_BLOCK = 64 << 20;

    /** Most blocks. */
    public static final int MAX_BLOCKS = 1 << 20;

    /** Longest name, bytes of UTF-8. */
    public static final int MAX_NAME = 1024;

    private static final int CORE_LIMIT = 1 << 20; // width of the core field of an axon address

    private ImageCodec() {}

    /** Serialises an image. */
    public static SerialImage encode(ChipImage image) {
        ImageHeader header = ImageHeader.newBuilder()
                .setNetwork(image.network())
                .setChip(image.chip())
                .setChipDigest(image.chipDigest())
                .setDigest(image.digest())
                .setMemories(image.sections().size())
                .setInputs(image.inputs().size())
                .setOutputs(image.outputs().size())
                .build();
        List<ByteString> sections = new ArrayList<>();
        for (MemorySection section : image.sections()) {
            int wordBytes = LittleEndian.wordBytes(section.words());
            sections.add(block(ImageBlock.newBuilder()
                    .setMemory(MemoryBlock.newBuilder()
                            .setCore(section.core())
                            .setMemory(section.memory())
                            .setAddress(section.address())
                            .setWordBytes(wordBytes)
                            .setWords(LittleEndian.words(section.words(), wordBytes)))));
        }
        for (InputPort port : image.inputs()) {
            sections.add(block(ImageBlock.newBuilder()
                    .setInput(InputPortBlock.newBuilder()
                            .setName(port.name())
                            .setKind(port.kind() == InputPort.Kind.ERROR ? PortKind.ERROR_PORT : PortKind.SPIKE_PORT)
                            .setOffsets(LittleEndian.ints(port.offsets()))
                            .setTargets(LittleEndian.longs(port.targets())))));
        }
        for (OutputPort port : image.outputs()) {
            sections.add(block(ImageBlock.newBuilder()
                    .setOutput(OutputPortBlock.newBuilder()
                            .setName(port.name())
                            .setOutput(port.output())
                            .setSources(LittleEndian.ints(port.sources())))));
        }
        return new SerialImage(header, sections);
    }

    private static ByteString block(ImageBlock.Builder content) {
        return content.build().toByteString();
    }

    /**
     * Reads an image back.
     *
     * @param serial header and sections
     * @param where what is read, for errors: a file name, {@code load 3 of loihi:0}
     * @throws ImageFormatException naming the block that is wrong
     */
    public static ChipImage decode(SerialImage serial, String where) {
        return decode(serial, where, new long[0]);
    }

    /** As {@link #decode(SerialImage, String)}, with the place of every block in the file for errors. */
    static ChipImage decode(SerialImage serial, String where, long[] offsets) {
        ImageHeader header = serial.header();
        checkHeader(header, where, serial.sections().size(), offsets);
        List<MemorySection> memories = new ArrayList<>();
        List<InputPort> inputs = new ArrayList<>();
        List<OutputPort> outputs = new ArrayList<>();
        for (int i = 0; i < serial.sections().size(); i++) {
            Place place = Place.of(where, i + 1, offsets);
            ImageBlock block = parse(serial.sections().get(i), place);
            if (i < header.getMemories()) {
                memories.add(memory(block, place));
            } else if (i < header.getMemories() + header.getInputs()) {
                inputs.add(input(block, place));
            } else {
                outputs.add(output(block, place));
            }
        }
        ChipImage image =
                ChipImage.of(header.getNetwork(), header.getChip(), header.getChipDigest(), memories, inputs, outputs);
        if (!image.digest().equals(header.getDigest())) {
            throw Place.of(where, 0, offsets)
                    .wrong("the content has SHA-256 " + image.digest() + ", the header says '" + header.getDigest()
                            + "'");
        }
        return image;
    }

    private record Place(String where, int block, long offset) {
        static Place of(String where, int block, long[] offsets) {
            return new Place(where, block, block < offsets.length ? offsets[block] : -1);
        }

        ImageFormatException wrong(String reason) {
            return new ImageFormatException(where, block, offset, reason);
        }
    }

    private static void checkHeader(ImageHeader header, String where, int sections, long[] offsets) {
        Place place = Place.of(where, 0, offsets);
        checkName(header.getNetwork(), "network", place);
        checkName(header.getChip(), "chip", place);
        checkName(header.getChipDigest(), "chip digest", place);
        long announced = Integer.toUnsignedLong(header.getMemories())
                + Integer.toUnsignedLong(header.getInputs())
                + Integer.toUnsignedLong(header.getOutputs());
        if (announced != sections) {
            throw place.wrong("the header announces " + announced + " blocks, there are " + sections);
        }
    }

    private static void checkName(String name, String what, Place place) {
        // A char takes at most three bytes of UTF-8.
        if (name.length() > MAX_NAME / 3) {
            throw place.wrong("a " + what + " name has " + name.length() + " characters, allowed: " + MAX_NAME / 3);
        }
    }

    private static ImageBlock parse(ByteString payload, Place place) {
        try {
            return ImageBlock.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw place.wrong("it is not an ImageBlock: " + e.getMessage());
        }
    }

    private static MemorySection memory(ImageBlock block, Place place) {
        if (!block.hasMemory()) {
            throw place.wrong("memory words are due here, it holds " + block.getContentCase());
        }
        MemoryBlock memory = block.getMemory();
        checkName(memory.getMemory(), "memory", place);
        int wordBytes = memory.getWordBytes();
        if (wordBytes != 1 && wordBytes != 2 && wordBytes != 4 && wordBytes != 8) {
            throw place.wrong("words of " + Integer.toUnsignedString(wordBytes) + " bytes; allowed: 1, 2, 4, 8");
        }
        checkMultiple(memory.getWords(), wordBytes, "words", place);
        int words = memory.getWords().size() / wordBytes;
        if (memory.getCore() < 0 || memory.getCore() >= CORE_LIMIT) {
            throw place.wrong("core " + Integer.toUnsignedString(memory.getCore()) + "; cores are numbered 0.."
                    + (CORE_LIMIT - 1));
        }
        if (memory.getAddress() < 0 || memory.getAddress() > Integer.MAX_VALUE - words) {
            throw place.wrong("address " + Integer.toUnsignedString(memory.getAddress()) + " with " + words
                    + " words is beyond any memory");
        }
        return new MemorySection(
                memory.getCore(),
                memory.getMemory(),
                memory.getAddress(),
                LittleEndian.words(memory.getWords(), wordBytes));
    }

    private static InputPort input(ImageBlock block, Place place) {
        if (!block.hasInput()) {
            throw place.wrong("an input port is due here, it holds " + block.getContentCase());
        }
        InputPortBlock port = block.getInput();
        checkName(port.getName(), "port", place);
        checkMultiple(port.getOffsets(), 4, "offsets", place);
        checkMultiple(port.getTargets(), 8, "targets", place);
        int[] offsets = LittleEndian.ints(port.getOffsets());
        long[] targets = LittleEndian.longs(port.getTargets());
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != targets.length) {
            throw place.wrong("the offsets of port '" + port.getName() + "' must lead from 0 to its " + targets.length
                    + " targets");
        }
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] < offsets[i - 1]) {
                throw place.wrong("offset " + i + " of port '" + port.getName() + "' is " + offsets[i]
                        + ", less than the one before: " + offsets[i - 1]);
            }
        }
        InputPort.Kind kind =
                switch (port.getKind()) {
                    case SPIKE_PORT -> InputPort.Kind.SPIKE;
                    case ERROR_PORT -> InputPort.Kind.ERROR;
                    default ->
                        throw place.wrong("port '" + port.getName() + "' has kind " + port.getKindValue()
                                + "; known: 0 spikes, 1 error vector");
                };
        return new InputPort(port.getName(), kind, offsets, targets);
    }

    private static OutputPort output(ImageBlock block, Place place) {
        if (!block.hasOutput()) {
            throw place.wrong("an output port is due here, it holds " + block.getContentCase());
        }
        OutputPortBlock port = block.getOutput();
        checkName(port.getName(), "port", place);
        checkMultiple(port.getSources(), 4, "sources", place);
        return new OutputPort(port.getName(), port.getOutput(), LittleEndian.ints(port.getSources()));
    }

    private static void checkMultiple(ByteString column, int width, String what, Place place) {
        if (column.size() % width != 0) {
            throw place.wrong(column.size() + " bytes of " + what + " are not a multiple of " + width);
        }
    }
}
