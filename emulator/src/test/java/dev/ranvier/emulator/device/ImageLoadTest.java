package dev.ranvier.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.image.ImageCodec;
import dev.ranvier.firmware.image.SerialImage;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Code;
import dev.ranvier.firmware.proto.CommitImage;
import dev.ranvier.firmware.proto.LoadData;
import dev.ranvier.firmware.proto.LoadImage;
import dev.ranvier.firmware.proto.MissingRange;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.SectionInfo;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.image.ChipImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageLoadTest {
    private final Bench bench = new Bench();
    private RawClient client;

    @BeforeEach
    void acquire() throws IOException {
        client = RawClient.hello(bench.server.port());
        Response lease =
                client.ask(Request.newBuilder().setAcquire(Acquire.newBuilder().setDevice("echo:0")));
        assertEquals("echo:0", lease.getLease().getDevice());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        bench.close();
    }

    private Response announce(SerialImage image) throws IOException {
        LoadImage.Builder load =
                LoadImage.newBuilder().setDevice("echo:0").setFormatVersion(1).setHeader(image.header());
        for (int i = 0; i < image.sections().size(); i++) {
            load.addSections(SectionInfo.newBuilder()
                    .setLength(image.sections().get(i).size())
                    .setCrc32C(image.crc32c(i)));
        }
        return client.ask(Request.newBuilder().setLoadImage(load));
    }

    private Response data(long load, int section, int offset, ByteString bytes) throws IOException {
        return client.ask(Request.newBuilder()
                .setLoadData(LoadData.newBuilder()
                        .setDevice("echo:0")
                        .setLoad(load)
                        .setSection(section)
                        .setOffset(offset)
                        .setData(bytes)
                        .setCrc32C(LittleEndian.crc32c(bytes))));
    }

    private Response commit(long load) throws IOException {
        return client.ask(Request.newBuilder()
                .setCommitImage(CommitImage.newBuilder().setDevice("echo:0").setLoad(load)));
    }

    private void loadWhole(ChipImage image) throws IOException {
        SerialImage serial = ImageCodec.encode(image);
        long load = announce(serial).getLoadReady().getLoad();
        for (int i = 0; i < serial.sections().size(); i++) {
            data(load, i, 0, serial.sections().get(i));
        }
        assertEquals(image.digest(), commit(load).getCommitted().getDigest());
    }

    @Test
    @DisplayName("what is missing is named range by range, sent again, and then the image is swapped in")
    void missingRanges() throws IOException {
        SerialImage image = ImageCodec.encode(bench.image);
        long load = announce(image).getLoadReady().getLoad();
        ByteString second = image.sections().get(1);
        data(load, 0, 0, image.sections().get(0));
        data(load, 1, 4, second.substring(4, 8));
        data(load, 2, 0, image.sections().get(2));
        Response refused = commit(load);
        assertEquals(Code.DATA_CORRUPT, refused.getStatus().getCode());
        assertTrue(refused.getStatus().getRetryable());
        List<MissingRange> missing = refused.getCommitted().getMissingList();
        assertEquals(3, missing.size());
        assertEquals(range(1, 0, 4), missing.get(0));
        assertEquals(range(1, 8, second.size() - 8), missing.get(1));
        assertEquals(range(3, 0, image.sections().get(3).size()), missing.get(2));
        for (MissingRange range : missing) {
            data(
                    load,
                    range.getSection(),
                    range.getOffset(),
                    image.sections()
                            .get(range.getSection())
                            .substring(range.getOffset(), range.getOffset() + range.getLength()));
        }
        assertEquals(bench.image.digest(), commit(load).getCommitted().getDigest());
    }

    private static MissingRange range(int section, int offset, int length) {
        return MissingRange.newBuilder()
                .setSection(section)
                .setOffset(offset)
                .setLength(length)
                .build();
    }

    @Test
    @DisplayName("a corrupted section leaves the device with the image that it had, and may be sent again")
    void corruptedSection() throws IOException {
        loadWhole(EchoChip.image(bench.spec, 1, 0, 0));
        SerialImage next = ImageCodec.encode(EchoChip.image(bench.spec, 2, 0, 0));
        long load = announce(next).getLoadReady().getLoad();
        ByteString good = next.sections().get(0);
        byte[] bad = good.toByteArray();
        bad[bad.length - 1] ^= 1;
        data(load, 0, 0, ByteString.copyFrom(bad)); // its own CRC is right, the section's is not
        for (int i = 1; i < next.sections().size(); i++) {
            data(load, i, 0, next.sections().get(i));
        }
        Response refused = commit(load);
        assertEquals(Code.DATA_CORRUPT, refused.getStatus().getCode());
        assertEquals(List.of(range(0, 0, good.size())), refused.getCommitted().getMissingList());
        try (DeviceClient observer = bench.client("observer")) {
            observer.observe("echo:0");
            assertEquals(1, observer.readMemory(0, "words", 0, 1)[0], "the old image is still there");
            data(load, 0, 0, good);
            assertEquals(next.header().getDigest(), commit(load).getCommitted().getDigest());
            assertEquals(2, observer.readMemory(0, "words", 0, 1)[0]);
        }
    }

    @Test
    @DisplayName("sections that are intact but no image leave the old one, and end the load")
    void noImage() throws IOException {
        loadWhole(bench.image);
        SerialImage image = ImageCodec.encode(EchoChip.image(bench.spec, 9));
        SerialImage forged = new SerialImage(
                image.header(),
                List.of(
                        ByteString.copyFromUtf8("nonsense"),
                        image.sections().get(1),
                        image.sections().get(2),
                        image.sections().get(3)));
        long load = announce(forged).getLoadReady().getLoad();
        for (int i = 0; i < 4; i++) {
            data(load, i, 0, forged.sections().get(i));
        }
        Response refused = commit(load);
        assertEquals(Code.DATA_CORRUPT, refused.getStatus().getCode());
        assertTrue(
                refused.getStatus().getMessage().contains("block 1"),
                refused.getStatus().getMessage());
        assertEquals(Code.NOT_FOUND, commit(load).getStatus().getCode());
    }

    @Test
    @DisplayName("an image that the chip refuses leaves the old one")
    void chipRefuses() throws IOException {
        loadWhole(bench.image);
        ChipImage outside = ChipImage.of(
                "outside",
                bench.spec.name(),
                bench.spec.digest(),
                List.of(new dev.ranvier.hw.image.MemorySection(0, "words", 63, new long[] {1, 2})),
                List.of(),
                List.of());
        SerialImage image = ImageCodec.encode(outside);
        long load = announce(image).getLoadReady().getLoad();
        data(load, 0, 0, image.sections().getFirst());
        Response refused = commit(load);
        assertEquals(Code.INVALID_ARGUMENT, refused.getStatus().getCode());
        assertTrue(
                refused.getStatus().getMessage().contains("it has words 0..63"),
                refused.getStatus().getMessage());
        try (DeviceClient observer = bench.client("observer")) {
            assertEquals(bench.image.digest(), observer.devices().getFirst().imageDigest());
        }
    }

    @Test
    @DisplayName("the image that is loaded already is not sent again, but loaded afresh")
    void alreadyLoaded() throws IOException {
        client.close();
        try (DeviceClient again = bench.client("again")) {
            // The first client's lease stands until it runs out; a second board would do as well.
            try (Bench other = new Bench();
                    DeviceClient holder = other.holder()) {
                holder.writeMemory(0, "words", 5, 77);
                holder.run(5);
                assertTrue(holder.load(other.image).alreadyLoaded());
                assertEquals(0, holder.devices().getFirst().tick());
                assertArrayEquals(new long[] {0}, holder.readMemory(0, "words", 5, 1));
            }
            assertEquals("LEASED", Bench.state(again));
        }
    }

    @Test
    @DisplayName("pieces outside the manifest, of another load, or with a wrong CRC are refused one by one")
    void badPieces() throws IOException {
        SerialImage image = ImageCodec.encode(bench.image);
        long load = announce(image).getLoadReady().getLoad();
        ByteString bytes = image.sections().getFirst();
        assertEquals(Code.OUT_OF_RANGE, data(load, 4, 0, bytes).getStatus().getCode());
        assertEquals(Code.OUT_OF_RANGE, data(load, -1, 0, bytes).getStatus().getCode());
        assertEquals(Code.OUT_OF_RANGE, data(load, 0, 1, bytes).getStatus().getCode());
        assertEquals(Code.OUT_OF_RANGE, data(load, 0, -1, bytes).getStatus().getCode());
        assertEquals(Code.NOT_FOUND, data(load + 1, 0, 0, bytes).getStatus().getCode());
        Response crc = client.ask(Request.newBuilder()
                .setLoadData(LoadData.newBuilder()
                        .setDevice("echo:0")
                        .setLoad(load)
                        .setData(bytes)
                        .setCrc32C(1)));
        assertEquals(Code.DATA_CORRUPT, crc.getStatus().getCode());
        assertEquals(0, data(load, 0, 0, ByteString.EMPTY).getLoadProgress().getReceived());
    }

    @Test
    @DisplayName("a manifest beyond the server's limits is refused before memory is taken")
    void tooLarge() throws IOException {
        SerialImage image = ImageCodec.encode(bench.image);
        LoadImage.Builder load =
                LoadImage.newBuilder().setDevice("echo:0").setFormatVersion(1).setHeader(image.header());
        for (int i = 0; i < 9; i++) {
            load.addSections(SectionInfo.newBuilder().setLength(64 << 20));
        }
        Response total = client.ask(Request.newBuilder().setLoadImage(load));
        assertEquals(Code.RESOURCE_EXHAUSTED, total.getStatus().getCode());
        load.clearSections().addSections(SectionInfo.newBuilder().setLength(-1));
        Response one = client.ask(Request.newBuilder().setLoadImage(load));
        assertEquals(Code.RESOURCE_EXHAUSTED, one.getStatus().getCode());
        assertEquals("sections[0].length", one.getStatus().getPath());
        Response version = client.ask(Request.newBuilder().setLoadImage(load.setFormatVersion(9)));
        assertEquals(Code.VERSION, version.getStatus().getCode());
        assertFalse(version.hasLoadReady());
    }
}
