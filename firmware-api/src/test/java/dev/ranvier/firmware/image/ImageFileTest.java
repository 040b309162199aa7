package dev.ranvier.firmware.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    @Property(tries = 200)
    @Label("every image that is written is read back the same")
    void roundTrip(@ForAll long seed) throws IOException {
        ChipImage image = image(new Random(seed));
        ChipImage back = read(bytes(image));
        assertEquals(image.digest(), back.digest());
        assertEquals(image.network(), back.network());
        assertEquals(image.inputs(), back.inputs());
        assertEquals(image.outputs(), back.outputs());
        for (int i = 0; i < image.sections().size(); i++) {
            assertEquals(image.sections().get(i).core(), back.sections().get(i).core());
            assertEquals(
                    image.sections().get(i).memory(), back.sections().get(i).memory());
            assertEquals(
                    image.sections().get(i).address(), back.sections().get(i).address());
            assertArrayEquals(
                    image.sections().get(i).words(), back.sections().get(i).words());
        }
    }

    @Property(tries = 500)
    @Label("a file with any one bit turned is refused, naming a block")
    void anyDamageIsFound(@ForAll long seed, @ForAll @IntRange(max = 7) int bit) throws IOException {
        byte[] file = bytes(image(new Random(7)));
        int at = (int) Math.floorMod(seed, (long) file.length);
        file[at] ^= (byte) (1 << bit);
        if (at == 6 || at == 7) {
            read(file); // flags: unknown ones are ignored
            return;
        }
        ImageFormatException e = assertThrows(ImageFormatException.class, () -> read(file));
        assertTrue(e.block() >= -1 && e.block() <= 20, e.getMessage());
        assertTrue(e.offset() <= at, () -> "byte " + at + " was damaged: " + e.getMessage());
    }

    @Property(tries = 300)
    @Label("a file cut anywhere is refused, and so is one that goes on")
    void anyLengthButTheRightOneIsRefused(@ForAll long seed) throws IOException {
        byte[] file = bytes(image(new Random(7)));
        int length = (int) Math.floorMod(seed, (long) file.length);
        assertThrows(ImageFormatException.class, () -> read(Arrays.copyOf(file, length)));
        assertThrows(ImageFormatException.class, () -> read(Arrays.copyOf(file, file.length + 1 + length % 9)));
    }

    @Property(tries = 300)
    @Label("random bytes behind a good beginning give one clear error and nothing else")
    void noiseIsRefused(@ForAll byte[] noise) throws IOException {
        byte[] file = bytes(image(new Random(7)));
        byte[] mixed = Arrays.copyOf(file, 8 + noise.length);
        System.arraycopy(noise, 0, mixed, 8, noise.length);
        assertThrows(ImageFormatException.class, () -> read(mixed));
    }

    @Test
    @DisplayName("a block that claims 4 GB is refused before memory is taken for it")
    void lyingLength() throws IOException {
        byte[] file = Arrays.copyOf(bytes(image(new Random(7))), 16);
        ByteBuffer.wrap(file).putInt(8, -1);
        ImageFormatException e = assertThrows(ImageFormatException.class, () -> read(file));
        assertEquals(0, e.block());
        assertEquals(8, e.offset());
        assertTrue(e.getMessage().contains("4294967295 bytes"), e.getMessage());
    }

    @Test
    @DisplayName("a file of another format version is refused by that name")
    void otherVersion() throws IOException {
        byte[] file = bytes(image(new Random(7)));
        file[5] = 2;
        ImageFormatException e = assertThrows(ImageFormatException.class, () -> read(file));
        assertTrue(e.getMessage().contains("format version 2; this program reads version 1"), e.getMessage());
    }

    @Test
    @DisplayName("content that is not what the digest says is refused, though every CRC is right")
    void wrongDigest() {
        ChipImage image = image(new Random(3));
        ChipImage forged = new ChipImage(
                image.network(),
                "another chip",
                image.chipDigest(),
                image.sections(),
                image.inputs(),
                image.outputs(),
                image.digest());
        ImageFormatException e =
                assertThrows(ImageFormatException.class, () -> ImageCodec.decode(ImageCodec.encode(forged), "forged"));
        assertTrue(e.getMessage().contains("SHA-256"), e.getMessage());
    }

    @Test
    @DisplayName("a file is replaced in one step, and a missing one is named")
    void files(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("net" + ImageFile.SUFFIX);
        ImageFile.write(image(new Random(1)), file);
        ChipImage second = image(new Random(2));
        ImageFile.write(second, file);
        assertEquals(second.digest(), ImageFile.read(file).digest());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
        RanvierException e = assertThrows(RanvierException.class, () -> ImageFile.read(folder.resolve("no.rnvi")));
        assertTrue(e.getMessage().contains("no.rnvi does not exist"), e.getMessage());
    }

    private static byte[] bytes(ChipImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageFile.write(image, out);
        return out.toByteArray();
    }

    private static ChipImage read(byte[] file) throws IOException {
        return ImageFile.read(new ByteArrayInputStream(file), "test");
    }

    private static ChipImage image(Random random) {
        List<MemorySection> sections = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int bits = 1 + random.nextInt(64);
            long[] words =
                    random.longs(random.nextInt(40)).map(w -> w >>> (64 - bits)).toArray();
            sections.add(new MemorySection(random.nextInt(1 << 20), "memory" + i, random.nextInt(5000), words));
        }
        List<InputPort> inputs = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            int[] offsets = new int[1 + random.nextInt(10)];
            for (int k = 1; k < offsets.length; k++) {
                offsets[k] = offsets[k - 1] + random.nextInt(3);
            }
            long[] targets = random.longs(offsets[offsets.length - 1]).toArray();
            InputPort.Kind kind = random.nextBoolean() ? InputPort.Kind.SPIKE : InputPort.Kind.ERROR;
            inputs.add(new InputPort("in" + i, kind, offsets, targets));
        }
        List<OutputPort> outputs = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            outputs.add(new OutputPort(
                    "population é" + i,
                    random.nextBoolean(),
                    random.ints(random.nextInt(20)).toArray()));
        }
        return ChipImage.of("net", "chip", "d".repeat(64), sections, inputs, outputs);
    }
}
