package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Credit;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Hello;
import dev.ranvier.firmware.proto.Ping;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Welcome;
import dev.ranvier.firmware.wire.Frame;
import dev.ranvier.firmware.wire.FrameReader;
import dev.ranvier.firmware.wire.FrameWriter;
import dev.ranvier.firmware.wire.Preamble;
import dev.ranvier.firmware.wire.StatusCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A connection to a server: requests out, responses back to whoever waits for them, events to the listener. It has one
 * thread of its own, which no caller's code runs on. Safe for any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is told
final class Connection {
    /** Takes what comes on its own; called in the connection's thread, must not wait. */
    interface Listener {
        /** An event. */
        void event(Event event);

        /** Credit for an input stream. */
        void credit(Credit credit);

        /** The connection is gone. */
        void lost(DeviceException why);
    }

    private record Pending(CompletableFuture<Response> future, Consumer<Response> inLoop, boolean counted) {}

    private static final int MAX_FRAME = 64 << 20; // a server's announced limit is smaller

    private final ClientOptions options;
    private final Listener listener;
    private final EventLoopGroup group;
    private final Channel channel;
    private final Map<Long, Pending> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Semaphore window = new Semaphore(1);
    private final Welcome welcome;
    private volatile DeviceException lost;
    private volatile boolean closing;
    /** Why the connection is about to end; null while nothing speaks for it. */
    private volatile DeviceException reason;

    Connection(ClientOptions options, Listener listener) {
        this.options = options;
        this.listener = listener;
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("ranvier-client", true), NioIoHandler.newFactory());
        try {
            channel = connect();
            channel.write(Preamble.own());
            welcome = call(
                            Request.newBuilder()
                                    .setHello(Hello.newBuilder()
                                            .setClient(options.name())
                                            .setVersion(version())
                                            .setToken(options.token()))
                                    .build(),
                            options.connectTimeout())
                    .getWelcome();
            window.release(Math.max(1, welcome.getLimits().getPipelinedRequests()) - 1);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String version() {
        String version = Connection.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private Channel connect() {
        ChannelFuture connecting = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline().addLast(new FrameReader(MAX_FRAME), new FrameWriter(), new Inbound());
                    }
                })
                .connect(options.host(), options.port())
                .awaitUninterruptibly();
        if (connecting.isSuccess()) {
            return connecting.channel();
        }
        Throwable cause = connecting.cause();
        String remedy = cause instanceof UnknownHostException
                ? "the host name is unknown"
                : cause instanceof ConnectException
                        ? "nothing answers there: start a device server, e.g. ranvier serve --port " + options.port()
                        : String.valueOf(cause.getMessage());
        throw DeviceException.error(ErrorCode.NOT_FOUND, "device server " + options + " cannot be reached: " + remedy)
                .retryable()
                .cause(cause)
                .build();
    }

    Welcome welcome() {
        return welcome;
    }

    /** Sends a request and waits for its answer; an error answer is thrown. */
    Response call(Request request, Duration timeout) {
        return await(send(request, response -> {}), timeout);
    }

    /** As {@link #call(Request, Duration)} with the usual timeout. */
    Response call(Request request) {
        return call(request, options.requestTimeout());
    }

    /** Sends a request; {@code inLoop} sees a good answer before any frame that comes after it. */
    CompletableFuture<Response> send(Request request, Consumer<Response> inLoop) {
        CompletableFuture<Response> future = new CompletableFuture<>();
        // Pause and Goodbye must get through while everything else waits; the server keeps room for them.
        boolean counted = !request.hasPause() && !request.hasGoodbye();
        if (counted) {
            try {
                if (!window.tryAcquire(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new DeviceException(
                            ErrorCode.TIMEOUT,
                            "no answer to any of the unanswered requests within " + options.requestTimeout());
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
        long id = lastId.incrementAndGet();
        waiting.put(id, new Pending(future, inLoop, counted));
        if (lost != null || closing) {
            fail(id, lost != null && !closing ? lost : gone(null));
            return future;
        }
        channel.writeAndFlush(Envelope.newBuilder()
                        .setRequestId(id)
                        .setRequest(request)
                        .build())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        // The connection may have been given up before the request was written: then that is the
                        // reason.
                        fail(id, reason == null ? gone(done.cause()) : reason);
                    }
                });
        return future;
    }

    /** Waits for an answer, {@code timeout} at most (null = for ever); an error answer is thrown. */
    Response await(CompletableFuture<Response> future, Duration timeout) {
        try {
            Response response = timeout == null ? future.get() : future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.getStatus().getCodeValue() != 0) {
                throw StatusCodec.decode(response.getStatus());
            }
            return response;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (TimeoutException e) {
            throw DeviceException.error(
                            ErrorCode.TIMEOUT,
                            "device server " + options + " did not answer within " + timeout.toMillis() + " ms")
                    .retryable()
                    .build();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException known) {
                throw known.here();
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Waits for an answer of any status. */
    Response awaitAny(CompletableFuture<Response> future) {
        await(future.thenApply(response -> Response.getDefaultInstance()), options.requestTimeout());
        return future.join();
    }

    /** Sends credit for a subscription. */
    void grant(int subscription, long bytes) {
        if (lost != null || closing) {
            return;
        }
        channel.writeAndFlush(Envelope.newBuilder()
                .setCredit(Credit.newBuilder().setSubscription(subscription).setBytes(bytes))
                .build());
    }

    private void heartbeat() {
        long id = lastId.incrementAndGet();
        channel.writeAndFlush(Envelope.newBuilder()
                .setRequestId(id)
                .setRequest(Request.newBuilder().setPing(Ping.getDefaultInstance()))
                .build());
    }

    /** Sends a sign of life every {@code seconds}, until that is cancelled or the connection ends. */
    Future<?> heartbeatEvery(double seconds) {
        long millis = (long) (1000 * seconds);
        return channel.eventLoop().scheduleAtFixedRate(this::heartbeat, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Why the connection is gone; null while it stands. */
    DeviceException lost() {
        return lost;
    }

    void close() {
        closing = true;
        if (channel != null) {
            channel.close().awaitUninterruptibly(1000);
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private static DeviceException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return DeviceException.error(ErrorCode.CANCELLED, "interrupted while waiting for the device")
                .cause(e)
                .build();
    }

    private DeviceException gone(Throwable cause) {
        return DeviceException.error(
                        ErrorCode.CANCELLED,
                        closing
                                ? "the client is closed"
                                : "the connection to " + options + " is lost"
                                        + (cause == null || cause.getMessage() == null
                                                ? ""
                                                : ": " + cause.getMessage()))
                .retryable()
                .cause(cause)
                .build();
    }

    private void fail(long id, DeviceException why) {
        Pending pending = waiting.remove(id);
        if (pending != null) {
            finish(pending);
            pending.future.completeExceptionally(why);
        }
    }

    private void finish(Pending pending) {
        if (pending.counted) {
            window.release();
        }
    }

    /** The last handler of the pipeline; runs in the connection's thread. */
    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Frame frame) {
                Envelope envelope = frame.envelope();
                switch (envelope.getBodyCase()) {
                    case RESPONSE -> response(envelope.getRequestId(), envelope.getResponse());
                    case EVENT -> listener.event(envelope.getEvent());
                    case CREDIT -> listener.credit(envelope.getCredit());
                    default -> {
                        // A newer server may send what this version does not know.
                    }
                }
            }
        }

        private void response(long id, Response response) {
            Pending pending = waiting.remove(id);
            if (pending != null) {
                finish(pending);
                if (response.getStatus().getCodeValue() == 0) {
                    pending.inLoop.accept(response);
                }
                pending.future.complete(response);
            } else if (id == 0 && response.getStatus().getCodeValue() != 0) {
                reason = StatusCodec.decode(response.getStatus());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reason = cause instanceof DeviceException known ? known : gone(cause);
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lost = reason == null ? gone(null) : reason;
            waiting.keySet().forEach(id -> fail(id, lost));
            listener.lost(lost);
        }
    }
}
