package dev.ranvier.emulator.device;

import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Hello;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;

/** A client of bare sockets for tests: it can misbehave. */
final class RawClient implements AutoCloseable {
    static final byte[] PREAMBLE = {'R', 'N', 'V', 'R', 0, 1, 0, 0};

    final Socket socket;
    final DataInputStream in;
    final DataOutputStream out;
    private final Queue<Envelope> kept = new ArrayDeque<>();
    private long lastId;

    /** Connects and says nothing. */
    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** Connects and opens a session. */
    static RawClient hello(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.out.write(PREAMBLE);
        client.readPreamble();
        Response welcome =
                client.ask(Request.newBuilder().setHello(Hello.newBuilder().setClient("raw")));
        if (!welcome.hasWelcome()) {
            throw new IOException("no welcome but " + welcome);
        }
        return client;
    }

    byte[] readPreamble() throws IOException {
        return in.readNBytes(8);
    }

    void send(Envelope envelope) throws IOException {
        byte[] bytes = envelope.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Sends a request without waiting; returns its number. */
    long send(Request.Builder request) throws IOException {
        send(Envelope.newBuilder().setRequestId(++lastId).setRequest(request).build());
        return lastId;
    }

    Envelope read() throws IOException {
        int length = in.readInt();
        return Envelope.parseFrom(in.readNBytes(length));
    }

    /** The next frame that {@code wanted} is true for; others are kept. */
    Envelope next(Predicate<Envelope> wanted) throws IOException {
        for (Envelope envelope : kept) {
            if (wanted.test(envelope)) {
                kept.remove(envelope);
                return envelope;
            }
        }
        while (true) {
            Envelope envelope = read();
            if (wanted.test(envelope)) {
                return envelope;
            }
            kept.add(envelope);
        }
    }

    Response response(long id) throws IOException {
        return next(e -> e.hasResponse() && e.getRequestId() == id).getResponse();
    }

    Response ask(Request.Builder request) throws IOException {
        return response(send(request));
    }

    /** True if the server has closed the connection. */
    boolean closedByServer() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (java.io.EOFException | java.net.SocketException e) {
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
