package dev.ranvier.firmware;

import dev.ranvier.firmware.image.ImageCodec;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Describe;
import dev.ranvier.firmware.proto.Goodbye;
import dev.ranvier.firmware.proto.LeaseGrant;
import dev.ranvier.firmware.proto.ListDevices;
import dev.ranvier.firmware.proto.Pace;
import dev.ranvier.firmware.proto.Pause;
import dev.ranvier.firmware.proto.Paused;
import dev.ranvier.firmware.proto.Ping;
import dev.ranvier.firmware.proto.ReadCounters;
import dev.ranvier.firmware.proto.Release;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.Reset;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Run;
import dev.ranvier.firmware.proto.SpikeProbe;
import dev.ranvier.firmware.proto.StateProbe;
import dev.ranvier.firmware.proto.Step;
import dev.ranvier.firmware.proto.Stepped;
import dev.ranvier.firmware.proto.Subscribe;
import dev.ranvier.firmware.proto.Subscribed;
import dev.ranvier.firmware.proto.Unsubscribe;
import dev.ranvier.hw.image.ChipImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A host's way to the devices of a server. It is the one class to read:
 *
 * {@snippet lang = java :
 * try (DeviceClient client = DeviceClient.connect("127.0.0.1", port)) {
 *     System.out.println(client.devices());
 *     client.acquire("loihi:0");                     // ours until the client is closed
 *     client.load(image);                            // a ChipImage, e.g. ImageFile.read(path)
 *     SpikeSubscription spikes = client.subscribeSpikes(Neurons.population("output"));
 *     client.inject(SpikeBatch.builder().add(1, 0).add(1, 7).add(2, 3).build());
 *     RunEnd end = client.run(100);
 *     spikes.until(end.tick()).forEach((tick, source, value) -> System.out.println(tick + " " + source));
 *     long[] voltages = client.readState("v", Neurons.population("output"));
 * }
 * }
 *
 * <p>A client speaks to one device at a time: the one that it has acquired, or that it {@linkplain #observe observes}. Every
 * call waits for its answer; what is wrong is thrown as a {@link DeviceException} that says what is allowed. Safe for any
 * thread: calls from several threads are answered in the order in which they were sent. No caller's code runs in the
 * client's own thread, except callbacks added to {@link ActiveRun#end}.
 */
public final class DeviceClient implements AutoCloseable {
    private static final int DEFAULT_STREAM = 1;
    private static final int STREAMED_TICKS = 1024;
    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientOptions options;
    private final ClientEvents events = new ClientEvents();
    private final Connection connection;
    private final ServerInfo server;
    private final MemoryAccess memory;
    private volatile String device = "";
    private volatile Lease lease;

    private DeviceClient(ClientOptions options) {
        this.options = options;
        connection = new Connection(options, events);
        server = SheetReader.server(connection.welcome());
        memory = new MemoryAccess(connection, options.requestTimeout(), server.dataFrameBytes());
    }

    /** Connects with default timeouts. */
    public static DeviceClient connect(String host, int port) {
        return connect(ClientOptions.of(host, port));
    }

    /**
     * Connects.
     *
     * @throws DeviceException NOT_FOUND if nothing answers, VERSION if another protocol major does, DATA_CORRUPT if something
     *     else does, INVALID_ARGUMENT if the token is wrong
     */
    public static DeviceClient connect(ClientOptions options) {
        return new DeviceClient(options);
    }

    /** What the server says of itself. */
    public ServerInfo server() {
        return server;
    }

    /** All devices of the server. */
    public List<DeviceInfo> devices() {
        return connection
                .call(Request.newBuilder()
                        .setListDevices(ListDevices.getDefaultInstance())
                        .build())
                .getDeviceList()
                .getDevicesList()
                .stream()
                .map(SheetReader::info)
                .toList();
    }

    /** The data sheet of a device; NOT_FOUND, listing the devices, if there is none of that name. */
    public DeviceDescription describe(String name) {
        return SheetReader.description(connection
                .call(Request.newBuilder()
                        .setDescribe(Describe.newBuilder().setDevice(name))
                        .build())
                .getDataSheet());
    }

    /** The data sheet of the device in use. */
    public DeviceDescription describe() {
        return describe(device());
    }

    /** Sends a sign of life and waits for the answer. */
    public Duration ping() {
        long start = System.nanoTime();
        connection.call(
                Request.newBuilder().setPing(Ping.newBuilder().setNonce(start)).build());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    // ---- leases

    /** Takes a lease of the server's default length. */
    public Lease acquire(String name) {
        return acquire(name, 0);
    }

    /**
     * Takes a lease, which is renewed in the background until it is closed, or this client is.
     *
     * @param name device name
     * @param seconds time after our last sign of life at which the server frees the device; 0 = the server's default
     * @throws DeviceException BUSY if somebody else holds it
     */
    public Lease acquire(String name, int seconds) {
        return acquire(Acquire.newBuilder().setDevice(name).setSeconds(seconds), options.requestTimeout());
    }

    /** Takes a lease of the first free device that meets the requirements. */
    public Lease acquire(Requirements needs, int seconds) {
        return acquire(
                Acquire.newBuilder()
                        .setRequirements(dev.ranvier.firmware.proto.Requirements.newBuilder()
                                .setPreset(needs.preset())
                                .setFamily(needs.family())
                                .setCores(needs.cores())
                                .setNeurons(needs.neurons())
                                .setChipDigest(needs.chipDigest()))
                        .setSeconds(seconds),
                options.requestTimeout());
    }

    /** Takes a lease as soon as the device is free; waits in line for it, {@code longest} at most. */
    public Lease acquireQueued(String name, int seconds, Duration longest) {
        return acquire(Acquire.newBuilder().setDevice(name).setSeconds(seconds).setQueue(true), longest);
    }

    private Lease acquire(Acquire.Builder acquire, Duration longest) {
        LeaseGrant grant = connection
                .call(
                        Request.newBuilder()
                                .setAcquire(acquire.setLabel(options.name()))
                                .build(),
                        longest)
                .getLease();
        Lease taken = new Lease(
                this,
                grant.getLease(),
                grant.getDevice(),
                grant.getSeconds(),
                grant.getImageDigest(),
                connection.heartbeatEvery(grant.getSeconds() / 3.0));
        events.lease(taken);
        device = taken.device();
        lease = taken;
        return taken;
    }

    /** Uses a device without a lease: everything that only reads is possible. */
    public void observe(String name) {
        device = describe(name).info().name();
    }

    /** Name of the device in use; an error if none is. */
    public String device() {
        if (device.isEmpty()) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT, "device", "no device is in use: acquire or observe one first");
        }
        return device;
    }

    /** The lease in use, if any. */
    public Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /** Releases the lease in use; does nothing without one. */
    public void release() {
        lease().ifPresent(Lease::close);
    }

    void release(Lease old) {
        events.release(old);
        connection.call(Request.newBuilder()
                .setRelease(Release.newBuilder().setDevice(old.device()))
                .build());
    }

    // ---- images, memories, state

    /** Loads an image: everything or nothing. Nothing is sent if the device holds it already. */
    public LoadReport load(ChipImage image) {
        return load(image, (sent, total) -> {});
    }

    /** Loads an image, telling how far it is. */
    public LoadReport load(ChipImage image, LoadListener listener) {
        LoadReport report = new ImageUpload(
                        connection,
                        options.requestTimeout(),
                        device(),
                        ImageCodec.encode(image),
                        listener,
                        server.chunkBytes())
                .run();
        events.restarted(device(), report.epoch());
        return report;
    }

    /** Words of one memory of one core; BUSY while a run is under way. Any number of words. */
    public long[] readMemory(int core, String name, int address, int count) {
        return memory.readLong(device(), new WordRange(core, name, address, count));
    }

    /** Words of several ranges, all after the same tick; together they must fit one frame. */
    public MemoryReading readMemory(List<WordRange> ranges, Moment moment) {
        return memory.read(device(), ranges, moment);
    }

    /** Writes words exactly as given; BUSY while a run is under way. */
    public void writeMemory(int core, String name, int address, long... words) {
        writeMemory(core, name, address, words, Moment.paused());
    }

    /** Writes words at a chosen moment; returns the tick after which they were written. */
    public long writeMemory(int core, String name, int address, long[] words, Moment moment) {
        return memory.write(device(), new WordRange(core, name, address, words.length), words, moment);
    }

    /** A state variable of chosen neurons after the last tick; BUSY while a run is under way. */
    public long[] readState(String variable, Neurons neurons) {
        return readState(List.of(variable), neurons, Moment.paused()).columns().get(variable);
    }

    /** State variables of chosen neurons, all after the same tick. */
    public StateReading readState(List<String> variables, Neurons neurons, Moment moment) {
        return memory.readState(device(), variables, neurons, moment);
    }

    /** Brings the device back to where its image left it; BUSY while a run is under way. */
    public Position reset(ResetScope scope) {
        dev.ranvier.firmware.proto.Position at = connection
                .call(Request.newBuilder()
                        .setReset(Reset.newBuilder().setDevice(device()).setScopeValue(scope.number()))
                        .build())
                .getReset();
        if (scope != ResetScope.PLASTICITY) {
            events.restarted(device(), at.getEpoch());
        }
        return new Position(at.getTick(), at.getCycle());
    }

    /** The counters; they are not cleared. */
    public DeviceCounters counters() {
        return counters(false);
    }

    /** The counters, which are set to zero in the same moment if {@code clear}. */
    public DeviceCounters counters(boolean clear) {
        return SheetReader.counters(connection
                .call(Request.newBuilder()
                        .setReadCounters(
                                ReadCounters.newBuilder().setDevice(device()).setClear(clear))
                        .build())
                .getCounters());
    }

    // ---- time

    /** Runs {@code ticks} ticks and waits for their end, however long it takes. */
    public RunEnd run(long ticks) {
        return start(RunRequest.ticks(ticks)).await();
    }

    /** Runs as described and waits for the end. */
    public RunEnd run(RunRequest request) {
        return start(request).await();
    }

    /**
     * Runs {@code ticks} ticks with these events, any amount of them: they are sent while the device runs, which waits for
     * them, so the outcome does not depend on speed. Uses stream 1.
     */
    public RunEnd run(long ticks, SpikeBatch input) {
        DeviceDescription sheet = describe();
        long last = sheet.info().tick() + ticks;
        SpikeInput stream = input();
        ActiveRun run = start(RunRequest.ticks(ticks).awaitInput(DEFAULT_STREAM));
        try {
            int next = 0;
            while (next < input.ticks()) {
                int from = next;
                next = Math.min(input.ticks(), from + STREAMED_TICKS);
                refuseLate(stream.send(input.slice(from, next)), input);
                stream.completeUpTo(input.firstTick() + next - 1);
            }
            stream.completeUpTo(last - sheet.hostLatency());
        } catch (RuntimeException e) {
            run.pause(); // or it would wait for ever
            throw e;
        }
        return run.await();
    }

    private static void refuseLate(InjectReport report, SpikeBatch input) {
        if (report.late() > 0) {
            throw DeviceException.error(
                            ErrorCode.OUT_OF_RANGE,
                            report.late() + " input events came after their tick was over: " + input
                                    + "; ticks count on from the device's last completed tick")
                    .path("input")
                    .detail("late", Long.toString(report.late()))
                    .build();
        }
    }

    /** Starts a run and returns at once; BUSY if one is under way. */
    public ActiveRun start(RunRequest request) {
        String name = device();
        Run.Builder run = Run.newBuilder()
                .setDevice(name)
                .setStopAfterIdleTicks(request.stopAfterIdleTicks())
                .addAllAwaitStreams(request.awaitStreams())
                .setStopOnMissingInput(request.stopOnMissingInput());
        if (request.untilTick() == Moment.NO_TICK) {
            run.setTicks(request.ticks());
        } else {
            run.setUntilTick(request.untilTick());
        }
        if (request.stopOnSpike() != null) {
            run.setStopOnSpike(request.stopOnSpike().toWire());
        }
        if (request.paceFactor() != 0) {
            run.setPace(
                    Pace.newBuilder().setFactor(request.paceFactor()).setTickMilliseconds(request.tickMilliseconds()));
        }
        // The run may end before this thread wakes up: who waits for its end is registered when the answer comes.
        CompletableFuture<CompletableFuture<RunEnd>> registered = new CompletableFuture<>();
        long id = connection
                .await(
                        connection.send(
                                Request.newBuilder().setRun(run).build(),
                                answer -> registered.complete(
                                        events.run(name, answer.getRunStarted().getRun()))),
                        options.requestTimeout())
                .getRunStarted()
                .getRun();
        return new ActiveRun(this, id, name, registered.join());
    }

    /** Runs {@code ticks} ticks; unlike {@link #run(long)} one request with one answer, which later ones wait for. */
    public Position step(long ticks) {
        CompletableFuture<Response> answer = connection.send(
                Request.newBuilder()
                        .setStep(Step.newBuilder().setDevice(device()).setTicks(ticks))
                        .build(),
                response -> {});
        awaitWatching(answer, -1);
        Stepped stepped = connection.await(answer, options.requestTimeout()).getStepped();
        return new Position(stepped.getTick(), stepped.getCycle());
    }

    /** Ends a run after the tick under way; does nothing without one. */
    public Position pause() {
        Paused paused = connection
                .call(Request.newBuilder()
                        .setPause(Pause.newBuilder().setDevice(device()))
                        .build())
                .getPaused();
        return new Position(paused.getTick(), paused.getCycle());
    }

    RunEnd awaitEnd(CompletableFuture<RunEnd> end, long nanos) {
        return awaitWatching(end, nanos);
    }

    /** Waits for what a run brings ({@code nanos} at most; negative = for ever), unless the run waits for this client. */
    private <T> T awaitWatching(CompletableFuture<T> future, long nanos) {
        long start = System.nanoTime();
        while (true) {
            long left = nanos < 0 ? WATCH_NANOS : Math.max(0, nanos - (System.nanoTime() - start));
            try {
                return future.get(Math.min(WATCH_NANOS, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (left == 0) {
                    throw DeviceException.error(
                                    ErrorCode.TIMEOUT, "the run has not ended within " + nanos / 1_000_000 + " ms")
                            .retryable()
                            .build();
                }
                checkStall();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeviceException(ErrorCode.CANCELLED, "interrupted while waiting for the end of a run");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof DeviceException known
                        ? known.here()
                        : new IllegalStateException(e.getCause());
            }
        }
    }

    private void checkStall() {
        int stalled = events.stalled(STALL_NANOS);
        if (stalled != 0) {
            throw DeviceException.error(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "the run waits for this client to read subscription " + stalled
                                    + ", whose buffer is full: read it in another thread, give a callback or a larger buffer, or subscribe to fewer neurons")
                    .detail("subscription", Integer.toString(stalled))
                    .build();
        }
    }

    // ---- streams

    /** Queues input events on stream 1, refusing late ones; see {@link SpikeInput#send}. */
    public InjectReport inject(SpikeBatch batch) {
        return input().send(batch);
    }

    /** Stream 1, which refuses late events. */
    public SpikeInput input() {
        return input(DEFAULT_STREAM, LatePolicy.REJECT);
    }

    /** The input stream of that number; opened by its first use, after a lease begins, a load or a reset. */
    public SpikeInput input(int stream, LatePolicy policy) {
        String name = device();
        return events.input(
                name,
                stream,
                () -> new SpikeInput(
                        connection, options.requestTimeout(), name, stream, policy, server.inputWindowBytes()));
    }

    /** Streams the spikes of chosen neurons, all of them, from the next tick on. */
    public SpikeSubscription subscribeSpikes(Neurons neurons) {
        return subscribeSpikes(neurons, SubscriptionOptions.lossless());
    }

    /** Streams the spikes of chosen neurons. */
    public SpikeSubscription subscribeSpikes(Neurons neurons, SubscriptionOptions how) {
        Subscribe.Builder request =
                Subscribe.newBuilder().setSpikes(SpikeProbe.newBuilder().setSelection(neurons.toWire()));
        CompletableFuture<SpikeSubscription> made = new CompletableFuture<>();
        subscribe(request, how, answer -> {
            SpikeSubscription spikes = new SpikeSubscription(this, answer, how.bufferBytes());
            events.subscribe(spikes.id(), spikes.subscriber());
            made.complete(spikes);
        });
        return made.join();
    }

    /** As {@link #subscribeSpikes(Neurons)}, calling {@code callback} in a thread of the subscription's own. */
    public SpikeSubscription subscribeSpikes(Neurons neurons, Consumer<SpikeBatch> callback) {
        SpikeSubscription spikes = subscribeSpikes(neurons);
        pump("ranvier-spikes-" + spikes.id(), spikes::next, callback, spikes);
        return spikes;
    }

    /** Streams a state variable of chosen neurons, sampled after every tick whose number is a multiple of {@code every}. */
    public StateSubscription subscribeState(String variable, Neurons neurons, int every, SubscriptionOptions how) {
        Subscribe.Builder request = Subscribe.newBuilder()
                .setState(StateProbe.newBuilder()
                        .setVariable(variable)
                        .setSelection(neurons.toWire())
                        .setEvery(every));
        CompletableFuture<StateSubscription> made = new CompletableFuture<>();
        subscribe(request, how, answer -> {
            StateSubscription state = new StateSubscription(this, answer, how.bufferBytes());
            events.subscribe(state.id(), state.subscriber());
            made.complete(state);
        });
        return made.join();
    }

    /** As above, lossless, calling {@code callback} in a thread of the subscription's own. */
    public StateSubscription subscribeState(
            String variable, Neurons neurons, int every, Consumer<StateSample> callback) {
        StateSubscription state = subscribeState(variable, neurons, every, SubscriptionOptions.lossless());
        pump("ranvier-state-" + state.id(), state::next, callback, state);
        return state;
    }

    private void subscribe(Subscribe.Builder request, SubscriptionOptions how, Consumer<Subscribed> inLoop) {
        request.setDevice(device())
                .setDeliveryValue(how.latest() ? 1 : 0)
                .setOnStallValue(how.cutWhenStalled() ? 1 : 0)
                .setWindowBytes(how.windowBytes());
        connection.await(
                connection.send(
                        Request.newBuilder().setSubscribe(request).build(),
                        answer -> inLoop.accept(answer.getSubscribed())),
                options.requestTimeout());
    }

    private static <T> void pump(
            String name, Supplier<Optional<T>> source, Consumer<T> callback, AutoCloseable subscription) {
        Thread.ofVirtual().name(name).start(() -> {
            try (subscription) {
                for (Optional<T> item = source.get(); item.isPresent(); item = source.get()) {
                    callback.accept(item.get());
                }
            } catch (Exception e) {
                System.getLogger(DeviceClient.class.getName())
                        .log(System.Logger.Level.WARNING, name + " ended: " + e.getMessage());
            }
        });
    }

    void grant(int subscription, long bytes) {
        connection.grant(subscription, bytes);
    }

    void unsubscribe(int id) {
        if (events.subscribed(id) && connection.lost() == null) {
            connection.call(Request.newBuilder()
                    .setUnsubscribe(Unsubscribe.newBuilder().setSubscription(id))
                    .build());
        }
        events.unsubscribe(id);
    }

    /** Releases what is held and closes the connection. */
    @Override
    public void close() {
        if (connection.lost() == null) {
            try {
                connection.call(
                        Request.newBuilder()
                                .setGoodbye(Goodbye.getDefaultInstance())
                                .build(),
                        Duration.ofSeconds(2));
            } catch (DeviceException e) {
                // The server frees the device when the lease ends.
                System.getLogger(DeviceClient.class.getName())
                        .log(System.Logger.Level.DEBUG, "no farewell from " + options + ": " + e.getMessage());
            }
        }
        connection.close();
    }
}
