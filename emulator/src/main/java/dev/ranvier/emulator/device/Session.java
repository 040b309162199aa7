package dev.ranvier.emulator.device;

import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.proto.Credit;
import dev.ranvier.firmware.proto.Envelope;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Farewell;
import dev.ranvier.firmware.proto.Pong;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.wire.Frame;
import dev.ranvier.firmware.wire.Preamble;
import dev.ranvier.firmware.wire.SpikeBlocks;
import dev.ranvier.firmware.wire.StatusCodec;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection: reads requests, hands them to devices, sends what they answer. Everything a client may make the server
 * keep is bounded here. Receives in its connection's thread; sends from any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, and that is told
final class Session extends ChannelInboundHandlerAdapter {
    /** Requests beyond the pipeline limit that Pause and Goodbye may take. */
    static final int EXTRA_REQUESTS = 8;

    private static final System.Logger LOG = System.getLogger("dev.ranvier.device");
    private static final long DATA_PAUSE_BYTES = 512 << 10; // unsent bytes at which feeds wait
    private static final long CONGESTED_BYTES = 16L << 20; // at which no more large answers are given
    private static final long MOST_UNSENT_BYTES = 64L << 20; // at which the connection is given up

    private final DeviceServer server;
    private final ServerOptions options;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicInteger lastFeed = new AtomicInteger();
    private final Map<Integer, Feed> feeds = new ConcurrentHashMap<>();
    private final Set<String> lostLeases = ConcurrentHashMap.newKeySet();
    private volatile Channel channel;
    private volatile long id; // 0 until Hello
    private volatile String client = "?";
    private volatile long lastTraffic = System.nanoTime();
    private volatile boolean open = true;
    private boolean leaving;

    Session(DeviceServer server, ServerOptions options) {
        this.server = server;
        this.options = options;
    }

    // ---- for any thread

    String client() {
        return client;
    }

    boolean isOpen() {
        return open;
    }

    /** {@link System#nanoTime} of the last frame. */
    long lastTraffic() {
        return lastTraffic;
    }

    boolean hasLost(String device) {
        return lostLeases.contains(device);
    }

    void lost(String device) {
        lostLeases.add(device);
    }

    void found(String device) {
        lostLeases.remove(device);
    }

    int nextFeedId() {
        return lastFeed.incrementAndGet();
    }

    int feedCount() {
        return feeds.size();
    }

    void addFeed(Feed feed) {
        feeds.put(feed.id, feed);
    }

    void removeFeed(Feed feed) {
        feeds.remove(feed.id);
    }

    /** True if a feed may send: what is unsent leaves room for answers. */
    boolean takesData() {
        return open && unsent.get() < DATA_PAUSE_BYTES;
    }

    /** True if so much is unsent that no large answers may be added. */
    boolean congested() {
        return unsent.get() > CONGESTED_BYTES;
    }

    /** Answers a request; without a number only errors are sent. */
    void respond(long requestId, Response.Builder response) {
        underWay.decrementAndGet();
        if (requestId != 0 || response.getStatus().getCodeValue() != 0) {
            write(Envelope.newBuilder().setRequestId(requestId).setResponse(response));
        }
    }

    void fail(long requestId, DeviceException error) {
        respond(requestId, Response.newBuilder().setStatus(StatusCodec.encode(error)));
    }

    /** As {@link #fail(long, DeviceException)}, stating the device's last completed tick. */
    void fail(long requestId, DeviceException error, long tick) {
        respond(
                requestId,
                Response.newBuilder()
                        .setStatus(StatusCodec.encode(error).toBuilder().setTick(tick)));
    }

    void send(Event.Builder event) {
        write(Envelope.newBuilder().setEvent(event));
    }

    void send(Credit.Builder credit) {
        write(Envelope.newBuilder().setCredit(credit));
    }

    private void write(Envelope.Builder builder) {
        Channel out = channel;
        if (!open || out == null) {
            return;
        }
        Envelope envelope = builder.setSession(id).build();
        long bytes = 4L + envelope.getSerializedSize();
        if (unsent.addAndGet(bytes) > MOST_UNSENT_BYTES) {
            LOG.log(System.Logger.Level.WARNING, "'" + client + "' does not read what it asked for: disconnected");
            open = false;
            out.close();
            return;
        }
        out.writeAndFlush(envelope).addListener(done -> {
            long before = unsent.getAndAdd(-bytes);
            if (before >= DATA_PAUSE_BYTES && before - bytes < DATA_PAUSE_BYTES) {
                server.sender().wake();
            }
        });
    }

    // ---- the connection's thread

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        channel.writeAndFlush(Preamble.own());
        if (!server.admit(this)) {
            refuse(DeviceException.error(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "the server has " + options.limits().connections()
                                    + " connections already: try again later")
                    .retryable()
                    .build());
            return;
        }
        context.executor()
                .schedule(
                        () -> {
                            if (id == 0 && open) {
                                refuse(new DeviceException(
                                        ErrorCode.TIMEOUT,
                                        "no Hello within "
                                                + options.timeouts().handshake().toMillis() + " ms"));
                            }
                        },
                        options.timeouts().handshake().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Closes the connection if it has been silent for too long; called now and then. */
    void checkIdle() {
        if (open && System.nanoTime() - lastTraffic > options.timeouts().idle().toNanos()) {
            channel.eventLoop()
                    .execute(() -> refuse(new DeviceException(
                            ErrorCode.TIMEOUT,
                            "nothing was heard for " + options.timeouts().idle().toSeconds()
                                    + " s: send a Ping now and then")));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        open = false;
        server.gone(this);
        if (id != 0) {
            LOG.log(System.Logger.Level.INFO, "session " + id + " ('" + client + "') has ended");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        // Who does not read its answers is not asked for more questions.
        context.channel().config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DeviceException known) {
            LOG.log(
                    System.Logger.Level.INFO,
                    context.channel().remoteAddress() + " ('" + client + "') disconnected: " + known.getMessage());
            refuse(known);
        } else {
            LOG.log(System.Logger.Level.INFO, context.channel().remoteAddress() + " disconnected: " + cause);
            context.close();
        }
    }

    /** Says why, and closes. */
    private void refuse(DeviceException why) {
        if (!open) {
            return;
        }
        open = false;
        channel.writeAndFlush(Envelope.newBuilder()
                        .setSession(id)
                        .setResponse(Response.newBuilder().setStatus(StatusCodec.encode(why)))
                        .build())
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastTraffic = System.nanoTime();
        if (!(message instanceof Frame frame) || !open || leaving) {
            return;
        }
        Envelope envelope = frame.envelope();
        if (id == 0) {
            hello(envelope);
            return;
        }
        switch (envelope.getBodyCase()) {
            case REQUEST -> request(envelope, frame.bytes());
            case CREDIT -> credit(envelope.getCredit());
            default ->
                refuse(new DeviceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "body",
                        "a client sends requests and credits, not " + envelope.getBodyCase()));
        }
    }

    private void hello(Envelope envelope) {
        if (!envelope.getRequest().hasHello()) {
            refuse(new DeviceException(
                    ErrorCode.INVALID_ARGUMENT, "request", "the first request of a connection must be Hello"));
            return;
        }
        var hello = envelope.getRequest().getHello();
        if (!server.tokenMatches(hello.getToken())) {
            refuse(new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "hello.token",
                    hello.getToken().isEmpty()
                            ? "this server asks for a token: give the one that it was started with"
                            : "the token is not the one that this server was started with"));
            return;
        }
        client = hello.getClient().isEmpty() ? "unnamed" : shorten(hello.getClient());
        id = server.nextSession();
        underWay.incrementAndGet();
        LOG.log(System.Logger.Level.INFO, "session " + id + ": '" + client + "' from " + channel.remoteAddress());
        respond(envelope.getRequestId(), Response.newBuilder().setWelcome(server.welcome(id)));
    }

    private static String shorten(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }

    private void credit(Credit credit) {
        Feed feed = feeds.get(credit.getSubscription());
        if (feed != null && credit.getBytes() > 0) {
            // More than a window means nothing, and must not overflow.
            feed.credit.updateAndGet(
                    has -> Math.min(options.limits().windowBytes(), has + Math.min(credit.getBytes(), 1L << 40)));
            server.sender().wake();
        }
    }

    private void request(Envelope envelope, int bytes) {
        Request request = envelope.getRequest();
        long requestId = envelope.getRequestId();
        int allowed = options.limits().pipelinedRequests()
                + (request.hasPause() || request.hasGoodbye() ? EXTRA_REQUESTS : 0);
        if (underWay.incrementAndGet() > allowed) {
            fail(
                    requestId,
                    DeviceException.error(
                                    ErrorCode.RESOURCE_EXHAUSTED,
                                    "more than " + options.limits().pipelinedRequests()
                                            + " requests are unanswered: wait for answers before asking more")
                            .retryable()
                            .build());
            return;
        }
        try {
            check(envelope, bytes);
            dispatch(requestId, request);
        } catch (DeviceException e) {
            fail(requestId, e);
        }
    }

    private void check(Envelope envelope, int bytes) {
        Request request = envelope.getRequest();
        if (envelope.getRequestId() == 0 && !request.hasInjectSpikes()) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "request_id",
                    "request_id 0 means that no answer is wanted; only InjectSpikes may do without");
        }
        if (envelope.getSession() != 0 && envelope.getSession() != id) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "session",
                    "session " + Long.toUnsignedString(envelope.getSession()) + " is not this connection's, which is "
                            + id + "; 0 may stand for it");
        }
        boolean data = request.hasInjectSpikes()
                || request.hasLoadData()
                || request.hasWriteMemory()
                || request.hasLoadImage();
        if (!data && bytes > ServerOptions.CONTROL_FRAME_BYTES) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "request",
                    "a " + request.getCommandCase() + " of " + bytes + " bytes; at most "
                            + ServerOptions.CONTROL_FRAME_BYTES + " are taken");
        }
    }

    private void dispatch(long requestId, Request request) {
        switch (request.getCommandCase()) {
            case HELLO -> throw new DeviceException(ErrorCode.INVALID_ARGUMENT, "request", "Hello was said already");
            case PING ->
                respond(
                        requestId,
                        Response.newBuilder()
                                .setPong(Pong.newBuilder()
                                        .setNonce(request.getPing().getNonce())));
            case GOODBYE -> goodbye(requestId);
            case LIST_DEVICES ->
                respond(requestId, Response.newBuilder().setDeviceList(server.list(request.getListDevices())));
            case UNSUBSCRIBE -> {
                Feed feed = feeds.get(request.getUnsubscribe().getSubscription());
                if (feed == null) {
                    throw new DeviceException(
                            ErrorCode.NOT_FOUND,
                            "subscription",
                            "subscription "
                                    + Integer.toUnsignedString(
                                            request.getUnsubscribe().getSubscription())
                                    + " does not exist or was cut; this session has "
                                    + new java.util.TreeSet<>(feeds.keySet()));
                }
                post(feed.device, requestId, request, null);
            }
            case INJECT_SPIKES -> {
                Device device = server.device(request.getInjectSpikes().getDevice());
                SpikeBatch batch = request.getInjectSpikes().hasBlock()
                        ? SpikeBlocks.decode(request.getInjectSpikes().getBlock(), "block")
                        : null;
                post(device, requestId, request, batch);
            }
            default -> post(server.target(request), requestId, request, null);
        }
    }

    private void post(Device device, long requestId, Request request, SpikeBatch batch) {
        if (!device.post(new Command.Ask(this, requestId, request, batch))) {
            throw DeviceException.error(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "the command queue of " + device.name() + " is full: try again")
                    .retryable()
                    .build();
        }
    }

    private void goodbye(long requestId) {
        leaving = true;
        AtomicInteger left = new AtomicInteger(server.devices().size());
        Runnable one = () -> {
            if (left.decrementAndGet() == 0) {
                farewell(requestId);
            }
        };
        if (server.devices().isEmpty()) {
            farewell(requestId);
        }
        for (Device device : server.devices()) {
            if (!device.post(new Command.Leave(this, one))) {
                one.run();
            }
        }
    }

    private void farewell(long requestId) {
        Envelope answer = Envelope.newBuilder()
                .setRequestId(requestId)
                .setSession(id)
                .setResponse(Response.newBuilder().setFarewell(Farewell.getDefaultInstance()))
                .build();
        // The listener is in place before the write: once the host has the answer, the server may stop its event loop.
        channel.writeAndFlush(answer, channel.newPromise().addListener(ChannelFutureListener.CLOSE));
    }
}
