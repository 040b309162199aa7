package dev.ranvier.emulator.device;

import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.DeviceList;
import dev.ranvier.firmware.proto.DeviceState;
import dev.ranvier.firmware.proto.Limits;
import dev.ranvier.firmware.proto.ListDevices;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Requirements;
import dev.ranvier.firmware.proto.Welcome;
import dev.ranvier.firmware.wire.FrameReader;
import dev.ranvier.firmware.wire.FrameWriter;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Offers boards as devices over the wire (firmware-api/PROTOCOL.md). Devices are named after their preset, counted from 0:
 * {@code loihi:0}, {@code loihi:1}. Each device has a thread of its own; closing the server ends them. Safe for any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of what runs until the server is closed
public final class DeviceServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.ranvier.device");
    private static final int MAX_DEVICES = 64;

    private final ServerOptions options;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastSession = new AtomicLong();
    private final StreamSender sender;
    private final EventLoopGroup group;
    private final Channel listener;

    private DeviceServer(List<ChipSpec> boards, ChipFactory factory, ServerOptions options) {
        this.options = options;
        if (boards.size() > MAX_DEVICES) {
            throw new RanvierException(boards.size() + " devices on one server; at most " + MAX_DEVICES);
        }
        sender = new StreamSender(options.timeouts().stall().toNanos());
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (ChipSpec board : boards) {
            String name = board.name() + ":" + (counts.merge(board.name(), 1, Integer::sum) - 1);
            devices.put(name, new Device(name, board, factory, options, sender));
        }
        group = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory("ranvier-server", true), NioIoHandler.newFactory());
        try {
            listener = listen();
        } catch (RuntimeException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
        sender.start();
        devices.values().forEach(Device::start);
        group.scheduleAtFixedRate(
                () -> sessions.forEach(Session::checkIdle),
                options.timeouts().idle().toMillis() / 4 + 1,
                options.timeouts().idle().toMillis() / 4 + 1,
                TimeUnit.MILLISECONDS);
        LOG.log(System.Logger.Level.INFO, "listening at " + address() + " with devices " + devices.keySet());
    }

    /**
     * Starts a server.
     *
     * @param boards one chip description per device, at most 64
     * @param factory makes the machines
     * @throws RanvierException if the address or port cannot be had
     */
    public static DeviceServer start(List<ChipSpec> boards, ChipFactory factory, ServerOptions options) {
        return new DeviceServer(boards, factory, options);
    }

    private Channel listen() {
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 4 << 20))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(
                                        new FrameReader(ServerOptions.DATA_FRAME_BYTES),
                                        new FrameWriter(),
                                        new Session(DeviceServer.this, options));
                    }
                })
                .bind(options.address(), options.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new RanvierException(
                    "cannot listen at " + options.address() + ":" + options.port() + ": "
                            + bound.cause().getMessage() + "; choose another port, or 0 for any free one",
                    bound.cause());
        }
        return bound.channel();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** The port at which it listens. */
    public int port() {
        return address().getPort();
    }

    /** Names of its devices. */
    public List<String> deviceNames() {
        return List.copyOf(devices.keySet());
    }

    /** Ends all sessions and devices. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        devices.values().forEach(Device::stop);
        sender.stop();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3000);
        try {
            for (Device device : devices.values()) {
                device.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.log(System.Logger.Level.INFO, "server closed, it had devices " + devices.keySet());
    }

    // ---- for sessions

    boolean admit(Session session) {
        sessions.add(session);
        return sessions.size() <= options.limits().connections();
    }

    void gone(Session session) {
        sessions.remove(session);
        devices.values().forEach(device -> device.post(new Command.Gone(session)));
    }

    StreamSender sender() {
        return sender;
    }

    long nextSession() {
        return lastSession.incrementAndGet();
    }

    /** Compares in a time that does not depend on where the two differ. */
    boolean tokenMatches(String given) {
        return options.token().isEmpty()
                || MessageDigest.isEqual(
                        options.token().getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    Collection<Device> devices() {
        return Collections.unmodifiableCollection(devices.values());
    }

    /** The device of that name; NOT_FOUND, listing them all, if there is none. */
    Device device(String name) {
        Device device = devices.get(name);
        if (device == null) {
            throw DeviceException.error(
                            ErrorCode.NOT_FOUND,
                            "device '" + name + "' does not exist; devices of this server: "
                                    + (devices.isEmpty() ? "none" : String.join(", ", devices.keySet())))
                    .path("device")
                    .detail("devices", String.join(",", devices.keySet()))
                    .build();
        }
        return device;
    }

    DeviceList list(ListDevices filter) {
        DeviceList.Builder list = DeviceList.newBuilder();
        for (Device device : devices.values()) {
            var info = device.info();
            boolean wanted = filter.getPreset().isEmpty() || filter.getPreset().equals(info.getPreset());
            if (wanted && (!filter.getFreeOnly() || info.getState() == DeviceState.FREE)) {
                list.addDevices(info);
            }
        }
        return list.build();
    }

    /** The device that a request is for. */
    Device target(Request request) {
        return switch (request.getCommandCase()) {
            case ACQUIRE -> {
                Acquire acquire = request.getAcquire();
                yield acquire.hasRequirements() ? match(acquire.getRequirements()) : device(acquire.getDevice());
            }
            case DESCRIBE -> device(request.getDescribe().getDevice());
            case RENEW -> device(request.getRenew().getDevice());
            case RELEASE -> device(request.getRelease().getDevice());
            case RESET -> device(request.getReset().getDevice());
            case LOAD_IMAGE -> device(request.getLoadImage().getDevice());
            case LOAD_DATA -> device(request.getLoadData().getDevice());
            case COMMIT_IMAGE -> device(request.getCommitImage().getDevice());
            case READ_MEMORY -> device(request.getReadMemory().getDevice());
            case WRITE_MEMORY -> device(request.getWriteMemory().getDevice());
            case READ_STATE -> device(request.getReadState().getDevice());
            case RUN -> device(request.getRun().getDevice());
            case PAUSE -> device(request.getPause().getDevice());
            case STEP -> device(request.getStep().getDevice());
            case SUBSCRIBE -> device(request.getSubscribe().getDevice());
            case READ_COUNTERS -> device(request.getReadCounters().getDevice());
            default ->
                throw new DeviceException(
                        ErrorCode.UNSUPPORTED, "command", "this server does not know that command; see its features");
        };
    }

    /** The first device that meets the requirements, a free one if there is any. */
    private Device match(Requirements needs) {
        Device leased = null;
        for (Device device : devices.values()) {
            if (meets(device.spec(), needs)) {
                if (device.leases().lease() == null) {
                    return device;
                }
                leased = leased == null ? device : leased;
            }
        }
        if (leased == null) {
            throw DeviceException.error(
                            ErrorCode.NOT_FOUND,
                            "no device of this server meets the requirements (" + text(needs) + "); its devices: "
                                    + devices.keySet())
                    .path("requirements")
                    .detail("devices", String.join(",", devices.keySet()))
                    .build();
        }
        return leased;
    }

    private static boolean meets(ChipSpec spec, Requirements needs) {
        return (needs.getPreset().isEmpty() || needs.getPreset().equals(spec.name()))
                && (needs.getFamily().isEmpty() || needs.getFamily().equals(spec.family()))
                && (needs.getChipDigest().isEmpty() || needs.getChipDigest().equals(spec.digest()))
                && Integer.toUnsignedLong(needs.getCores()) <= spec.cores()
                && needs.getNeurons() <= (long) spec.cores() * spec.core().neurons()
                && needs.getNeurons() >= 0;
    }

    private static String text(Requirements needs) {
        return needs.toString().strip().replace('\n', ' ');
    }

    Welcome welcome(long session) {
        ServerOptions.Limits limits = options.limits();
        return Welcome.newBuilder()
                .setServer(options.name())
                .addAllFeatures(List.of(
                        "acquire-queue",
                        "await-input",
                        "pace",
                        "probe-spikes",
                        "probe-state",
                        "stop-idle",
                        "stop-spike"))
                .setLimits(Limits.newBuilder()
                        .setControlFrameBytes(ServerOptions.CONTROL_FRAME_BYTES)
                        .setDataFrameBytes(ServerOptions.DATA_FRAME_BYTES)
                        .setPipelinedRequests(limits.pipelinedRequests())
                        .setSubscriptions(limits.subscriptions())
                        .setSubscriptionWindowBytes(limits.windowBytes())
                        .setInputStreams(limits.inputStreams())
                        .setInputWindowBytes(limits.inputWindowBytes())
                        .setChunkBytes(ServerOptions.CHUNK_BYTES)
                        .setImageBytes(limits.imageBytes())
                        .setLeaseSecondsMin(limits.leaseSecondsMin())
                        .setLeaseSecondsMax(limits.leaseSecondsMax())
                        .setLeaseSecondsDefault(limits.leaseSecondsDefault()))
                .setSession(session)
                .addAllFamilies(devices.values().stream()
                        .map(device -> device.spec().family())
                        .distinct()
                        .toList())
                .build();
    }
}
