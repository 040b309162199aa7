package dev.ranvier.firmware.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.firmware.ChipElement;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Code;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Ping;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static Envelope ping(long nonce) {
        return Envelope.newBuilder()
                .setRequestId(nonce)
                .setRequest(Request.newBuilder().setPing(Ping.newBuilder().setNonce(nonce)))
                .build();
    }

    private static ByteBuf stream(int pings) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        Preamble.own().write(bytes);
        for (int i = 1; i <= pings; i++) {
            FrameWriter.write(ping(i * 1000L), bytes);
        }
        return bytes;
    }

    @Property(tries = 100)
    @Label("frames arrive whole however the network cuts the stream")
    void anyCut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(1000));
        ByteBuf bytes = stream(20);
        while (bytes.isReadable()) {
            channel.writeInbound(bytes.readBytes(1 + random.nextInt(Math.min(30, bytes.readableBytes()))));
        }
        assertEquals(Preamble.own(), channel.readInbound());
        for (int i = 1; i <= 20; i++) {
            Frame frame = channel.readInbound();
            assertEquals(ping(i * 1000L), frame.envelope());
            assertEquals(frame.envelope().getSerializedSize(), frame.bytes());
        }
        assertNull(channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Property(tries = 500)
    @Label("random bytes give frames or one clear error, and nothing after it")
    void noise(@ForAll byte[] noise) throws IOException {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(1 << 16));
        ByteBuf bytes = stream(1);
        bytes.writeBytes(noise);
        try {
            channel.writeInbound(bytes);
        } catch (DeviceException e) {
            assertTrue(e.code() == ErrorCode.DATA_CORRUPT || e.code() == ErrorCode.RESOURCE_EXHAUSTED);
            while (channel.readInbound() != null) {
                // what came before the fault
            }
            channel.writeInbound(stream(1));
            assertNull(channel.readInbound());
        }
        channel.finishAndReleaseAll();
    }

    private static DeviceException fault(ByteBuf bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(1000));
        return assertThrows(DeviceException.class, () -> channel.writeInbound(bytes));
    }

    @Test
    @DisplayName("another protocol, another major and a frame that is too long are told apart")
    void faults() throws IOException {
        DeviceException magic = fault(
                Unpooled.wrappedBuffer("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertEquals(ErrorCode.DATA_CORRUPT, magic.code());
        ByteBuf major = Unpooled.buffer();
        new Preamble(7, 0).write(major);
        DeviceException version = fault(major);
        assertEquals(ErrorCode.VERSION, version.code());
        assertTrue(version.getMessage().contains("major 7; this one speaks major 1 only"), version.getMessage());
        ByteBuf longFrame = stream(0);
        longFrame.writeInt(-1);
        DeviceException length = fault(longFrame);
        assertEquals(ErrorCode.RESOURCE_EXHAUSTED, length.code());
        assertTrue(length.getMessage().contains("4294967295 bytes"), length.getMessage());
    }

    @Test
    @DisplayName("unknown flags of the preamble are ignored")
    void flags() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(1000));
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("524e56520001ffff")));
        assertEquals(new Preamble(1, 0xFFFF), channel.readInbound());
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("the error codes of Java and of the protocol are the same list")
    void codes() {
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(code.name(), Code.forNumber(code.number()).name());
        }
        assertEquals(ErrorCode.values().length, Code.values().length - 1); // UNRECOGNIZED is protobuf's own
        assertEquals(ErrorCode.INTERNAL, ErrorCode.of(999));
    }

    @Test
    @DisplayName("an error keeps everything on its way")
    void status() {
        DeviceException error = DeviceException.error(ErrorCode.OUT_OF_RANGE, "axon 300")
                .path("ranges[0].address")
                .element(new ChipElement(0, "(0,0).0", 7, "axon_in"))
                .detail("b", "2")
                .detail("a", "1")
                .retryable()
                .tick(-1)
                .build();
        Status wire = StatusCodec.encode(error);
        DeviceException back = StatusCodec.decode(wire);
        assertEquals(error.code(), back.code());
        assertEquals(error.getMessage(), back.getMessage());
        assertEquals(error.path(), back.path());
        assertEquals(error.element(), back.element());
        assertEquals(error.details(), back.details());
        assertEquals(error.retryable(), back.retryable());
        assertEquals(error.tick(), back.tick());
    }
}
