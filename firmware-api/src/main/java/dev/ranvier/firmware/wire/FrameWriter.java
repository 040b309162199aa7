package dev.ranvier.firmware.wire;

import com.google.protobuf.CodedOutputStream;
import dev.ranvier.firmware.proto.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Turns {@link Preamble}s and {@link Envelope}s into bytes: u32 big-endian length, then the message. Stateless. */
@Sharable
public final class FrameWriter extends MessageToByteEncoder<Object> {
    /** A writer. */
    public FrameWriter() {
        super(Object.class);
    }

    @Override
    public boolean acceptOutboundMessage(Object message) {
        return message instanceof Envelope || message instanceof Preamble;
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext context, Object message, boolean preferDirect) {
        int bytes = message instanceof Envelope envelope ? 4 + envelope.getSerializedSize() : Preamble.BYTES;
        return context.alloc().ioBuffer(bytes);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Object message, ByteBuf out) throws IOException {
        if (message instanceof Preamble preamble) {
            preamble.write(out);
        } else {
            write((Envelope) message, out);
        }
    }

    /** Writes a frame. */
    public static void write(Envelope envelope, ByteBuf out) throws IOException {
        int size = envelope.getSerializedSize();
        out.ensureWritable(4 + size);
        out.writeInt(size);
        ByteBuffer target = out.nioBuffer(out.writerIndex(), size);
        CodedOutputStream coded = CodedOutputStream.newInstance(target);
        envelope.writeTo(coded);
        coded.flush();
        out.writerIndex(out.writerIndex() + size);
    }
}
