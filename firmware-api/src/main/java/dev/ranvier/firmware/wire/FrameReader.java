package dev.ranvier.firmware.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;

/**
 * Turns bytes into the other side's {@link Preamble} and then into {@link Frame}s. Sizes are checked before anything is
 * allocated. After a fault (wrong magic, too long a frame, bytes that are no Envelope) it reads no more: the fault is
 * passed on as a {@link DeviceException}, and what follows is discarded. One per connection.
 */
public final class FrameReader extends ByteToMessageDecoder {
    private final int maxFrame;
    private boolean preambleSeen;
    private boolean broken;

    /** A reader that takes frames of at most {@code maxFrame} bytes. */
    public FrameReader(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (!preambleSeen) {
                if (in.readableBytes() >= Preamble.BYTES) {
                    Preamble preamble = Preamble.read(in);
                    preamble.check();
                    preambleSeen = true;
                    out.add(preamble);
                }
                return;
            }
            if (in.readableBytes() < 4) {
                return;
            }
            long length = in.getUnsignedInt(in.readerIndex());
            if (length > maxFrame) {
                throw DeviceException.error(
                                ErrorCode.RESOURCE_EXHAUSTED,
                                "a frame of " + length + " bytes was announced; at most " + maxFrame
                                        + " are taken: send less per request")
                        .detail("data_frame_bytes", Integer.toString(maxFrame))
                        .build();
            }
            if (in.readableBytes() - 4 < length) {
                return;
            }
            in.skipBytes(4);
            out.add(new Frame(parse(in, (int) length), (int) length));
        } catch (DeviceException e) {
            broken = true;
            context.fireExceptionCaught(e);
        }
    }

    /** One copy out of the network buffer; the message's byte columns are then views of it. */
    private static Envelope parse(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        CodedInputStream coded = CodedInputStream.newInstance(bytes);
        coded.enableAliasing(true);
        try {
            Envelope envelope = Envelope.parseFrom(coded);
            coded.checkLastTagWas(0);
            return envelope;
        } catch (InvalidProtocolBufferException e) {
            throw DeviceException.error(
                            ErrorCode.DATA_CORRUPT,
                            "a frame of " + length + " bytes is not an Envelope: " + e.getMessage())
                    .cause(e)
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("reading an array cannot fail", e);
        }
    }
}
