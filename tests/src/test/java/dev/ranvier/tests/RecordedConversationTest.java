package dev.ranvier.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.device.DeviceServer;
import dev.ranvier.emulator.device.ServerOptions;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.hw.Chips;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The recorded bytes of a whole conversation")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RecordedConversationTest {
    private static final Path RECORD = Path.of("src/test/resources/wire/conversation.txt");

    @TempDir
    private Path folder;

    private static DeviceServer server() {
        return DeviceServer.start(
                List.of(Chips.load("loihi")), spec -> Machines.create(spec, 1), ServerOptions.defaults());
    }

    @Test
    @DisplayName("replayed against a server, give the recorded answers byte for byte")
    void replay() throws IOException {
        try (DeviceServer server = server();
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<byte[]> expected = new ArrayList<>();
            List<String> expectedSpikes = new ArrayList<>();
            List<String> spikes = new ArrayList<>();
            boolean first = true;
            for (String line : Files.readAllLines(RECORD)) {
                byte[] bytes = HexFormat.of().parseHex(line.substring(2));
                if (line.startsWith("> ")) {
                    compare(expected, in, spikes);
                    while (spikes.size() < expectedSpikes.size()) {
                        addSpikes(Envelope.parseFrom(frame(in)), spikes);
                    }
                    out.write(bytes);
                    out.flush();
                    if (first) {
                        byte[] preamble = in.readNBytes(8);
                        assertArrayEquals("RNVR\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1), preamble);
                        first = false;
                    }
                } else {
                    byte[] body = Arrays.copyOfRange(bytes, 4, bytes.length);
                    Envelope envelope = Envelope.parseFrom(body);
                    if (!addSpikes(envelope, expectedSpikes) && !envelope.hasCredit()) {
                        expected.add(body);
                    }
                }
            }
            compare(expected, in, spikes);
            assertEquals(expectedSpikes, spikes);
        }
    }

    /**
     * Responses have to be equal byte for byte. How a stream of spikes is cut into events depends on time: those are
     * added up and compared at the end.
     */
    private static void compare(List<byte[]> expected, DataInputStream in, List<String> spikes) throws IOException {
        for (byte[] wanted : expected) {
            byte[] body;
            do {
                int length = in.readInt();
                assertTrue(length >= 0 && length < 1 << 22, "frame of " + length + " bytes");
                body = in.readNBytes(length);
            } while (addSpikes(Envelope.parseFrom(body), spikes)
                    || Envelope.parseFrom(body).hasCredit());
            assertEquals(HexFormat.of().formatHex(wanted), HexFormat.of().formatHex(body));
        }
        expected.clear();
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        assertTrue(length >= 0 && length < 1 << 22, "frame of " + length + " bytes");
        return in.readNBytes(length);
    }

    private static boolean addSpikes(Envelope envelope, List<String> spikes) {
        if (!envelope.hasEvent()) {
            return false;
        }
        SpikeBlock block = envelope.getEvent().getSpikes();
        ByteBuffer counts = block.getCounts().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer sources = block.getSources().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (long tick = block.getFirstTick(); counts.hasRemaining(); tick++) {
            for (int left = counts.getInt(); left > 0; left--) {
                spikes.add(tick + "," + sources.getInt());
            }
        }
        return true;
    }

    @Test
    @DisplayName("are what the example client in Python sends, and it prints the spikes")
    void exampleClient() throws Exception {
        Path python = Path.of("/usr/bin/env");
        assumeTrue(Files.isExecutable(python) && works("python3", "--version"), "skipped: python3 is not installed");
        Path image = folder.resolve("tiny.rnvi");
        assertEquals(
                0,
                CommandLine.run("map", "src/test/resources/wire/tiny.yaml", "-o", image.toString())
                        .exit());
        Path input = Files.writeString(folder.resolve("in.csv"), "tick,neuron\n1,0\n2,1\n4,0\n4,1\n");
        Path record = folder.resolve("record.txt");
        try (DeviceServer server = server()) {
            Process process = new ProcessBuilder(
                            "python3",
                            "../firmware-api/examples/client.py",
                            "--port",
                            Integer.toString(server.port()),
                            "--image",
                            image.toString(),
                            "--ticks",
                            "6",
                            "--input",
                            input.toString(),
                            "--record",
                            record.toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), printed);
            assertEquals("tick,source\n2,0\n3,1\n5,0\n5,1\n", printed.replace("\r", ""));
        }
        assertEquals(sent(Files.readAllLines(RECORD)), sent(Files.readAllLines(record)));
    }

    private static List<String> sent(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("> ")).toList();
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
