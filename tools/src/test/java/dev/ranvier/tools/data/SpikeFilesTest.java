package dev.ranvier.tools.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Spikes are read from")
class SpikeFilesTest {

    private static final OptionalInt ANY = OptionalInt.empty();

    @TempDir
    private Path folder;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private Path text(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static SpikeInput read(Path file) {
        return SpikeFile.read(file.toString(), ANY, 1000);
    }

    private static String refused(Path file) {
        return assertThrows(RanvierException.class, () -> read(file)).getMessage();
    }

    @Test
    @DisplayName("CSV in any order, sorted by tick and channel, repeated spikes added up")
    void csv() throws IOException {
        SpikeInput input = read(text("a.csv", "tick,neuron\n5,1\n0,3\n5,0\r\n\n5,1\n"));
        assertEquals(6, input.ticks());
        assertEquals(4, input.channels());
        assertArrayEquals(new int[] {0, 5, 5}, input.tick());
        assertArrayEquals(new int[] {3, 0, 1}, input.channel());
        assertArrayEquals(new int[] {1, 1, 2}, input.value());
        assertEquals(3, read(text("b.csv", "step,channel,value\n0,0,3\n")).value()[0]);
        assertEquals(0, read(text("c.csv", "step,neuron\n")).count());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("step,neuron\n2,1\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(3, read(file("d.csv.gz", packed.toByteArray())).ticks());
    }

    @Test
    @DisplayName("CSV with errors that name file, line and value")
    void csvErrors() throws IOException {
        assertTrue(refused(text("a.csv", "0,1\n")).contains("a.csv:1: the header is '0,1'"));
        assertTrue(refused(text("b.csv", "")).contains("header"));
        assertTrue(refused(text("c.csv", "tick,neuron\n1,2\n1,x\n")).contains("c.csv:3: neuron 'x' is no integer"));
        assertTrue(refused(text("d.csv", "tick,neuron\n-1,2\n")).contains("d.csv:2: tick -1 is outside"));
        assertTrue(refused(text("e.csv", "tick,neuron\n1\n")).contains("e.csv:2"));
        assertTrue(refused(text("f.csv", "tick,neuron,value\n1,2,0\n")).contains("value 0"));
        assertTrue(refused(text("g.csv", "tick,neuron\n" + "9".repeat(1000))).contains("g.csv:2 is longer"));
        assertTrue(refused(folder.resolve("none.csv")).contains("does not exist"));
        assertTrue(refused(text("a.txt", "tick,neuron\n")).contains("no known kind"));
        Path wide = text("h.csv", "tick,neuron\n1,2\n1,12\n");
        String message = assertThrows(
                        RanvierException.class, () -> SpikeFile.read(wide.toString(), OptionalInt.of(12), 1000))
                .getMessage();
        assertTrue(message.contains("h.csv:3: neuron 12 is outside 0..11"), message);
    }

    @Test
    @DisplayName("lists of any length: cutting leaves out what is later, extending adds silence")
    void withTicks() throws IOException {
        SpikeInput input = read(text("a.csv", "tick,neuron\n0,0\n3,0\n3,1\n7,2\n"));
        assertArrayEquals(new int[] {0}, input.withTicks(3).tick());
        assertArrayEquals(new int[] {0, 3, 3}, input.withTicks(4).tick());
        assertEquals(4, input.withTicks(100).count());
        assertEquals(0, input.withTicks(0).count());
    }

    @Test
    @DisplayName("shuffled lists as if they had been sorted")
    void sorting() {
        SplittableRandom random = new SplittableRandom(5);
        int[][] expected = new int[50][20];
        SpikeInput.Builder builder = new SpikeInput.Builder("test");
        for (int i = 0; i < 3333; i++) {
            int tick = random.nextInt(50);
            int channel = random.nextInt(20);
            expected[tick][channel] += i % 3 + 1;
            builder.add(tick, channel, i % 3 + 1);
        }
        SpikeInput input = builder.build(OptionalInt.of(50), OptionalInt.of(20));
        int at = 0;
        for (int tick = 0; tick < 50; tick++) {
            for (int channel = 0; channel < 20; channel++) {
                if (expected[tick][channel] > 0) {
                    assertEquals(tick, input.tick()[at]);
                    assertEquals(channel, input.channel()[at]);
                    assertEquals(expected[tick][channel], input.value()[at++]);
                }
            }
        }
        assertEquals(at, input.count());
    }

    private static byte[] npy(int version, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.allocate(12 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        buffer.put((byte) version).put((byte) 0);
        if (version == 1) {
            buffer.putShort((short) text.length);
        } else {
            buffer.putInt(text.length);
        }
        buffer.put(text).put(data);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static String header(String type, boolean fortran, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + shape
                + "), }\n";
    }

    /** The numbers 0, 1, 2, 0, 0, 3 in an element type. */
    private static byte[] numbers(String type, int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length)
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (type.substring(1)) {
                case "b1", "i1", "u1" -> buffer.put((byte) value);
                case "i2", "u2" -> buffer.putShort((short) value);
                case "f2" -> buffer.putShort(Float.floatToFloat16(value));
                case "i4", "u4" -> buffer.putInt(value);
                case "f4" -> buffer.putFloat(value);
                case "i8", "u8" -> buffer.putLong(value);
                default -> buffer.putDouble(value);
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @ParameterizedTest(name = "NumPy arrays of {0} in format version {1}")
    @CsvSource({
        "<i1, 1", "|u1, 2", "<i2, 3", ">i2, 1", ">u2, 1", "<i4, 1", ">i4, 2", "<u4, 1", ">u4, 1", "<i8, 1", ">i8, 1",
        "<u8, 1", "<f2, 1", ">f2, 1", "<f4, 1", ">f4, 1", "<f8, 3", ">f8, 1",
    })
    void npyTypes(String type, int version) throws IOException {
        byte[] data = numbers(type, 0, 1, 2, 0, 0, 3);
        SpikeInput input = read(file("a.npy", npy(version, header(type, false, "2, 3"), data)));
        assertEquals(2, input.ticks());
        assertEquals(3, input.channels());
        assertArrayEquals(new int[] {0, 0, 1}, input.tick());
        assertArrayEquals(new int[] {1, 2, 2}, input.channel());
        assertArrayEquals(new int[] {1, 2, 3}, input.value());
        SpikeInput fortran =
                read(file("f.npy", npy(version, header(type, true, "2, 3"), numbers(type, 0, 0, 1, 0, 2, 3))));
        assertArrayEquals(input.channel(), fortran.channel());
        assertArrayEquals(input.value(), fortran.value());
    }

    @Test
    @DisplayName("NumPy truth values and arrays of more axes, whose channels are in C order")
    void npyAxes() throws IOException {
        SpikeInput input =
                read(file("a.npy", npy(1, header("|b1", false, "2, 2, 2"), numbers("|b1", 0, 0, 0, 1, 1, 0, 0, 0))));
        assertEquals(4, input.channels());
        assertArrayEquals(new int[] {3, 0}, input.channel());
        SpikeInput fortran =
                read(file("b.npy", npy(1, header("|b1", true, "2, 2, 2"), numbers("|b1", 0, 1, 0, 0, 0, 0, 1, 0))));
        assertArrayEquals(input.channel(), fortran.channel());
    }

    @Test
    @DisplayName(".npz, with the name of the array where there are several")
    void npz() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"x", "y"}) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                zip.write(npy(1, header("<i4", false, "1, 2"), numbers("<i4", 0, name.equals("x") ? 1 : 2)));
            }
        }
        Path file = file("a.npz", bytes.toByteArray());
        assertTrue(refused(file).contains("[x, y]; say which one"));
        assertEquals(2, SpikeFile.read(file + "!y", ANY, 1000).value()[0]);
        assertTrue(assertThrows(RanvierException.class, () -> SpikeFile.read(file + "!z", ANY, 1000))
                .getMessage()
                .contains("no 'z'"));
    }

    @Test
    @DisplayName("arrays that are damaged, too large, analog or of another kind with one sentence each")
    void npyErrors() throws IOException {
        byte[] data = numbers("<f8", 0, 1, 2, 0, 0, 3);
        assertTrue(refused(file("a.npy", "hello world".getBytes(StandardCharsets.UTF_8)))
                .contains("no NumPy array"));
        assertTrue(refused(file("b.npy", npy(1, header("<f8", false, "2, 4"), data)))
                .contains("is truncated"));
        assertTrue(refused(file("c.npy", npy(1, header("<f8", false, "100000, 100000"), data)))
                .contains("declares 10000000000 elements"));
        assertTrue(refused(file("d.npy", npy(1, header("|O", false, "2, 3"), data)))
                .contains("'|O'"));
        assertTrue(
                refused(file("e.npy", npy(1, header("<f8", false, "6,"), data))).contains("(ticks, channels)"));
        assertTrue(refused(file("f.npy", npy(9, header("<f8", false, "2, 3"), data)))
                .contains("version 9"));
        assertTrue(refused(file("g.npy", npy(1, "{'shape': (2, 3)}", data))).contains("descr"));
        ByteBuffer half = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0)
                .putDouble(0.5);
        assertTrue(refused(file("h.npy", npy(1, header("<f8", false, "1, 2"), half.array())))
                .contains("0.5 at tick 0, channel 1"));
        assertTrue(refused(file("i.npz", new byte[] {'P', 'K', 3, 4, 0, 0})).contains("damaged"));
        SplittableRandom random = new SplittableRandom(1);
        byte[] sound = npy(1, header("<i4", false, "2, 3"), numbers("<i4", 0, 1, 2, 0, 0, 3));
        for (int copy = 0; copy < 500; copy++) {
            byte[] damaged = Arrays.copyOf(sound, random.nextInt(sound.length) + 1);
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Path path = file("fuzz.npy", damaged);
            try {
                read(path);
            } catch (RanvierException expected) {
                assertTrue(expected.getMessage().contains("fuzz.npy"), expected.getMessage());
            }
        }
    }

    private static byte[] event(int x, int y, int polarity, int microseconds) {
        return new byte[] {
            (byte) x,
            (byte) y,
            (byte) (polarity << 7 | microseconds >> 16),
            (byte) (microseconds >> 8),
            (byte) microseconds
        };
    }

    private static byte[] join(byte[]... events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] event : events) {
            all.writeBytes(event);
        }
        return all.toByteArray();
    }

    @Test
    @DisplayName("N-MNIST events, binned from the first event on, the incomplete last bin dropped, overflows added")
    void nmnist() throws IOException {
        byte[] events = join(
                event(3, 2, 1, 500),
                event(3, 2, 1, 1499),
                event(0, 0, 0, 1500),
                event(0, 240, 0, 0),
                event(33, 33, 1, 20));
        SpikeInput input = read(file("a.bin", events));
        assertEquals((8192 + 20 - 500) / 1000, input.ticks());
        assertEquals(2 * 34 * 34, input.channels());
        assertArrayEquals(new int[] {0, 1}, input.tick());
        assertArrayEquals(new int[] {1156 + 2 * 34 + 3, 0}, input.channel());
        assertArrayEquals(new int[] {2, 1}, input.value());
        SpikeInput fine = SpikeFile.read(file("b.bs2", events).toString(), ANY, 1);
        assertArrayEquals(new int[] {0, 999, 1000}, fine.tick());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("test/1.bin"));
            zip.write(events);
        }
        Path zip = file("all.zip", bytes.toByteArray());
        assertEquals(2, SpikeFile.read(zip + "!test/1.bin", ANY, 1000).count());
        assertTrue(assertThrows(RanvierException.class, () -> SpikeFile.read(zip + "!2.bin", ANY, 1000))
                .getMessage()
                .contains("test/1.bin"));
    }

    @Test
    @DisplayName("N-MNIST files with errors that name event, byte and value")
    void nmnistErrors() throws IOException {
        assertTrue(refused(file("a.bin", new byte[7])).contains("7 bytes"));
        assertTrue(refused(file("b.bin", new byte[0])).contains("0 bytes"));
        assertTrue(refused(file("c.bin", join(event(0, 0, 0, 1), event(34, 0, 0, 2))))
                .contains("event 1 (byte 5)"));
        assertTrue(refused(file("d.bin", join(event(0, 0, 0, 9), event(0, 0, 0, 2))))
                .contains("in order of time"));
        Path sound = file("e.bin", event(0, 0, 0, 1));
        assertThrows(RanvierException.class, () -> SpikeFile.read(sound.toString(), OptionalInt.of(10), 1000));
        assertThrows(RanvierException.class, () -> SpikeFile.read(sound.toString(), ANY, 0));
    }
}
