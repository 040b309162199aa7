package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.CommitImage;
import dev.ranvier.firmware.proto.Committed;
import dev.ranvier.firmware.proto.DeviceInfo;
import dev.ranvier.firmware.proto.DeviceState;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.LeaseLost;
import dev.ranvier.firmware.proto.LoadImage;
import dev.ranvier.firmware.proto.LoadReady;
import dev.ranvier.firmware.proto.MissingRange;
import dev.ranvier.firmware.proto.PauseMode;
import dev.ranvier.firmware.proto.Paused;
import dev.ranvier.firmware.proto.Position;
import dev.ranvier.firmware.proto.Released;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.RunEndReason;
import dev.ranvier.firmware.wire.StatusCodec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A board on offer, and the one thread that owns its chip. Commands enter its bounded queue; while a run is under way they
 * are answered between ticks.
 */
final class Device implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.ranvier.device");
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long COMMAND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private final ChipSpec spec;
    private final ChipFactory factory;
    private final ServerOptions options;
    private final CommandQueue queue;
    private final LeaseDesk leases;
    private final MemoryCommands memory = new MemoryCommands(this);
    private final InputStreams inputs;
    private final Subscriptions subscriptions;
    private final Runner runner;
    private final CommandQueue.Gate gate = this::waitsForStep;
    private final int hostLatency;
    private final Thread thread;
    private Chip chip;
    private ImageLoad load;
    private long lastLoad;
    private long epoch;
    private volatile long tick;
    private volatile long cycle;
    private volatile boolean running;
    private volatile boolean fault;
    private volatile String imageDigest = "";
    private volatile boolean stopped;

    Device(String name, ChipSpec spec, ChipFactory factory, ServerOptions options, StreamSender sender) {
        this.name = name;
        this.spec = spec;
        this.factory = factory;
        this.options = options;
        ServerOptions.Limits limits = options.limits();
        // Room for everything that all sessions together may have unanswered, so one of them cannot fill it.
        queue = new CommandQueue(
                Math.multiplyExact(limits.connections() + 1, limits.pipelinedRequests() + Session.EXTRA_REQUESTS + 3));
        leases = new LeaseDesk(this, options);
        inputs = new InputStreams(this, limits);
        subscriptions = new Subscriptions(this, sender, limits);
        runner = new Runner(this, inputs, subscriptions, memory);
        hostLatency = SheetWriter.hostLatency(spec);
        tick = SheetWriter.firstTick(spec) - 1;
        thread = Thread.ofPlatform().daemon().name("ranvier-device-" + name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        roomMade();
    }

    void join() throws InterruptedException {
        thread.join(5000);
    }

    // ---- for any thread

    String name() {
        return name;
    }

    ChipSpec spec() {
        return spec;
    }

    long tick() {
        return tick;
    }

    long cycle() {
        return cycle;
    }

    boolean running() {
        return running;
    }

    String imageDigest() {
        return imageDigest;
    }

    LeaseDesk leases() {
        return leases;
    }

    /** Puts a command into the queue; false if it is full. */
    boolean post(Command command) {
        boolean taken = queue.offer(command);
        LockSupport.unpark(thread);
        return taken;
    }

    /** Something that a run may wait for has happened. Allocates nothing. */
    void roomMade() {
        LockSupport.unpark(thread);
    }

    DeviceInfo info() {
        LeaseDesk.Lease lease = leases.lease();
        return DeviceInfo.newBuilder()
                .setName(name)
                .setPreset(spec.name())
                .setChipDigest(spec.digest())
                .setState(fault ? DeviceState.FAULT : lease == null ? DeviceState.FREE : DeviceState.LEASED)
                .setLessee(lease == null ? "" : lease.label())
                .setCapabilities(SheetWriter.capabilities(spec))
                .setTick(tick)
                .setRunning(running)
                .setImageDigest(imageDigest)
                .build();
    }

    void log(String event) {
        LOG.log(System.Logger.Level.INFO, name + ": " + event);
    }

    // ---- the device's thread

    @Override
    public void run() {
        try {
            chip = factory.create(spec);
            ticked();
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
        while (!stopped) {
            try {
                turn();
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
        if (chip != null) {
            chip.close();
        }
    }

    private void turn() {
        long wait = runner.active() ? runner.proceed() : IDLE_NANOS;
        if (!runner.active() && !fault) {
            subscriptions.flush(chip);
        }
        Command command = queue.next(gate);
        if (command == null && wait != Runner.NOW) {
            LockSupport.parkNanos(this, wait); // whoever has something for us unparks
            command = queue.next(gate);
        }
        long end = System.nanoTime() + COMMAND_NANOS;
        while (command != null) {
            execute(command);
            // A run goes on even if there is always something to answer.
            command = runner.active() && System.nanoTime() > end ? null : queue.next(gate);
        }
        if (leases.expired(System.nanoTime())) {
            expire();
        }
    }

    private void execute(Command command) {
        switch (command) {
            case Command.Ask ask -> answer(ask, () -> handle(ask));
            case Command.Leave leave -> {
                if (leases.holds(leave.session())) {
                    endLease(RunEndReason.LEASE_ENDED, "released");
                }
                forget(leave.session());
                leave.done().run();
            }
            case Command.Gone gone -> forget(gone.session());
        }
    }

    private boolean waitsForStep(Command.Ask ask) {
        return runner.stepping(ask.session()) && !overtakesStep(ask);
    }

    private static boolean overtakesStep(Command.Ask ask) {
        return switch (ask.request().getCommandCase()) {
            case PAUSE, INJECT_SPIKES, RENEW -> true;
            default -> false;
        };
    }

    /** Sends what {@code work} gives (null: nothing yet), or what went wrong. */
    void answer(Command.Ask ask, Supplier<Response.Builder> work) {
        try {
            Response.Builder response = work.get();
            if (response != null) {
                ask.session().respond(ask.requestId(), response);
            }
        } catch (DeviceException e) {
            ask.session().fail(ask.requestId(), e, tick);
        } catch (RanvierException e) {
            ask.session().fail(ask.requestId(), new DeviceException(ErrorCode.INVALID_ARGUMENT, e.getMessage()), tick);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, name + ": " + ask.request().getCommandCase() + " failed", e);
            ask.session()
                    .fail(
                            ask.requestId(),
                            new DeviceException(
                                    ErrorCode.INTERNAL,
                                    ask.request().getCommandCase() + " failed inside the server: " + e
                                            + "; this is a mistake of the server, its log has the details"),
                            tick);
        }
    }

    private Response.Builder handle(Command.Ask ask) {
        return switch (ask.request().getCommandCase()) {
            case DESCRIBE -> Response.newBuilder().setDataSheet(SheetWriter.sheet(info(), chip()));
            case ACQUIRE -> leases.acquire(ask);
            case RENEW -> leases.renew(ask);
            case RELEASE -> {
                leases.require(ask.session());
                endLease(RunEndReason.LEASE_ENDED, "released");
                yield Response.newBuilder().setReleased(Released.getDefaultInstance());
            }
            case RESET -> reset(ask);
            case LOAD_IMAGE -> announce(ask);
            case LOAD_DATA -> {
                leases.require(ask.session());
                yield Response.newBuilder()
                        .setLoadProgress(load(ask.request().getLoadData().getLoad())
                                .take(ask.request().getLoadData()));
            }
            case COMMIT_IMAGE -> commit(ask);
            case READ_MEMORY, WRITE_MEMORY, READ_STATE -> memory.handle(ask);
            case RUN -> {
                Response.Builder started = runner.run(ask);
                running = true;
                yield started;
            }
            case PAUSE -> pause(ask);
            case STEP -> {
                runner.step(ask);
                running = true;
                yield null;
            }
            case INJECT_SPIKES -> inputs.inject(ask);
            case SUBSCRIBE -> subscriptions.subscribe(ask);
            case UNSUBSCRIBE -> subscriptions.unsubscribe(ask);
            case READ_COUNTERS -> counters(ask);
            default ->
                throw new DeviceException(
                        ErrorCode.UNSUPPORTED, "command", "this server does not know that command; see its features");
        };
    }

    /** The chip; DEVICE_FAULT if its emulation has failed. */
    Chip chip() {
        if (fault) {
            throw new DeviceException(
                    ErrorCode.DEVICE_FAULT,
                    "device",
                    "the emulation of " + name + " has failed: load an image to repair it");
        }
        return chip;
    }

    boolean failed() {
        return fault;
    }

    long runId() {
        return runner.id();
    }

    /** Counts the beginnings of the device's time. */
    long epoch() {
        return epoch;
    }

    int hostLatency() {
        return hostLatency;
    }

    boolean needsLog() {
        return runner.needsLog();
    }

    void refuseWhileRunning() {
        if (runner.active()) {
            throw DeviceException.error(
                            ErrorCode.BUSY,
                            "run " + runner.id() + " of " + name + " is under way: pause it, or wait for its end")
                    .path("device")
                    .detail("run", Long.toString(runner.id()))
                    .retryable()
                    .build();
        }
    }

    private Response.Builder reset(Command.Ask ask) {
        leases.require(ask.session());
        refuseWhileRunning();
        Chip.ResetScope scope =
                switch (ask.request().getReset().getScope()) {
                    case RESET_ALL -> Chip.ResetScope.ALL;
                    case RESET_STATE -> Chip.ResetScope.STATE;
                    case RESET_PLASTICITY -> Chip.ResetScope.PLASTICITY;
                    default ->
                        throw new DeviceException(
                                ErrorCode.INVALID_ARGUMENT,
                                "scope",
                                "reset scope " + ask.request().getReset().getScopeValue()
                                        + "; known: 0 all, 1 state, 2 plasticity");
                };
        Chip machine = chip();
        subscriptions.abandon(machine);
        machine.reset(scope);
        if (scope != Chip.ResetScope.PLASTICITY) {
            startOver("the device was reset");
        }
        return Response.newBuilder()
                .setReset(Position.newBuilder().setTick(tick).setCycle(cycle).setEpoch(epoch));
    }

    /** Time begins again: nothing from before is left. */
    private void startOver(String why) {
        inputs.clear();
        memory.cancel(why);
        ticked();
        epoch++;
        subscriptions.restarted(epoch, tick);
    }

    private Response.Builder announce(Command.Ask ask) {
        leases.require(ask.session());
        refuseWhileRunning();
        LoadImage announced = ask.request().getLoadImage();
        ImageLoad next =
                new ImageLoad(lastLoad + 1, announced, spec, options.limits().imageBytes());
        load = null;
        if (!fault && chip.image().isPresent() && chip.image().get().digest().equals(next.digest())) {
            swapIn(chip.image().get());
            return Response.newBuilder()
                    .setLoadReady(LoadReady.newBuilder()
                            .setAlreadyLoaded(true)
                            .setTick(tick)
                            .setEpoch(epoch));
        }
        load = next;
        lastLoad = next.id();
        return Response.newBuilder().setLoadReady(LoadReady.newBuilder().setLoad(next.id()));
    }

    private ImageLoad load(long id) {
        if (load == null || load.id() != id) {
            throw new DeviceException(
                    ErrorCode.NOT_FOUND,
                    "load",
                    "load " + id + " is not under way on " + name + (load == null ? "" : ", load " + load.id() + " is")
                            + ": announce the image (LoadImage)");
        }
        return load;
    }

    private Response.Builder commit(Command.Ask ask) {
        leases.require(ask.session());
        refuseWhileRunning();
        CommitImage commit = ask.request().getCommitImage();
        ImageLoad ready = load(commit.getLoad());
        List<MissingRange> missing = ready.missing();
        if (!missing.isEmpty()) {
            DeviceException why = DeviceException.error(
                            ErrorCode.DATA_CORRUPT,
                            "the image is not complete or not intact, in " + missing.size()
                                    + " place(s), first in section "
                                    + missing.getFirst().getSection()
                                    + ": send the missing ranges and commit again; the device has what it had")
                    .path("load")
                    .retryable()
                    .tick(tick)
                    .build();
            return Response.newBuilder()
                    .setStatus(StatusCodec.encode(why))
                    .setCommitted(Committed.newBuilder()
                            .addAllMissing(missing)
                            .setDigest(imageDigest)
                            .setTick(tick));
        }
        load = null;
        ChipImage image;
        try {
            image = ready.decode("load " + ready.id() + " of " + name);
        } catch (RanvierException e) {
            throw new DeviceException(ErrorCode.DATA_CORRUPT, "load", e.getMessage());
        }
        swapIn(image);
        log("loaded network '" + image.network() + "'");
        return Response.newBuilder()
                .setCommitted(Committed.newBuilder()
                        .setDigest(imageDigest)
                        .setTick(tick)
                        .setEpoch(epoch));
    }

    private void swapIn(ChipImage image) {
        if (fault) {
            if (chip != null) {
                chip.close();
            }
            chip = factory.create(spec);
            fault = false;
        }
        subscriptions.abandon(chip);
        chip.load(image);
        imageDigest = image.digest();
        subscriptions.logNeedsChanged();
        startOver("another image was loaded");
    }

    private Response.Builder pause(Command.Ask ask) {
        leases.require(ask.session());
        if (ask.request().getPause().getMode() != PauseMode.TICK_BOUNDARY) {
            throw new DeviceException(
                    ErrorCode.UNSUPPORTED,
                    "mode",
                    "chip '" + spec.name() + "' is emulated tick by tick: it pauses at tick boundaries only");
        }
        long ended = runner.active() ? runner.id() : 0;
        runner.end(RunEndReason.PAUSED);
        return Response.newBuilder()
                .setPaused(Paused.newBuilder().setTick(tick).setCycle(cycle).setRun(ended));
    }

    private Response.Builder counters(Command.Ask ask) {
        boolean clear = ask.request().getReadCounters().getClear();
        if (clear) {
            leases.require(ask.session());
        }
        Chip machine = chip();
        Response.Builder answer =
                Response.newBuilder().setCounters(SheetWriter.counters(machine.counters(), machine.tick()));
        if (clear) {
            machine.clearCounters();
        }
        return answer;
    }

    /** Notes where the chip is, for other threads to see. Allocates nothing. */
    void ticked() {
        tick = chip.tick();
        cycle = chip.cycle();
    }

    /** The run is over. */
    void runEnded() {
        running = false;
    }

    private void expire() {
        LeaseDesk.Lease old = leases.lease();
        old.session().lost(name);
        endLease(RunEndReason.LEASE_ENDED, "lease of '" + old.label() + "' has run out");
        // Told when it is true: whoever asks now finds the device free.
        old.session()
                .send(Event.newBuilder()
                        .setDevice(name)
                        .setLeaseLost(LeaseLost.newBuilder().setLease(old.id()).setTick(tick)));
    }

    private void endLease(RunEndReason reason, String event) {
        log(event);
        runner.end(reason);
        inputs.clear();
        load = null;
        leases.end();
    }

    private void forget(Session session) {
        leases.forget(session);
        memory.forget(session);
        if (chip != null) {
            subscriptions.forget(session);
        }
    }

    private void failed(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, name + ": the emulation has failed", e);
        fault = true;
        imageDigest = "";
        runner.end(RunEndReason.FAULTED, "the emulation has failed: " + e);
        memory.cancel("the emulation has failed");
    }
}
