package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Pace;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Run;
import dev.ranvier.firmware.proto.RunEndReason;
import dev.ranvier.firmware.proto.RunEnded;
import dev.ranvier.firmware.proto.RunStarted;
import dev.ranvier.firmware.proto.Step;
import dev.ranvier.firmware.proto.Stepped;

/**
 * The run under way. It goes in chunks of ticks short enough that commands are answered about every millisecond; between
 * chunks it waits for whatever it must wait for. Owned by the device's thread; {@link #proceed} allocates nothing.
 */
final class Runner {
    /** Go on at once. */
    static final long NOW = 0;

    private static final long CHUNK_NANOS = 500_000;
    private static final long MAX_CHUNK = 1 << 14;
    private static final int CHUNK_SPIKES = 1 << 16;
    private static final long HELD_NANOS = 20_000_000; // whoever holds it wakes the device; this is the net below

    private final Device device;
    private final InputStreams inputs;
    private final Subscriptions subscriptions;
    private final MemoryCommands memory;
    private boolean active;
    private long lastId;
    private Session owner;
    private Command.Ask step; // null: a Run
    private long until;
    private long startTick;
    private long startCycle;
    private long startNanos;
    private long[] stopOn; // bit per neuron; null = none
    private int stopIdle;
    private long silent;
    private int[] awaited;
    private boolean stopOnMissing;
    private double nanosPerTick; // 0 = free
    private long chunk = 1;
    private RunEndReason ending; // decided, but spikes are still to be taken
    private int stopSource;

    Runner(Device device, InputStreams inputs, Subscriptions subscriptions, MemoryCommands memory) {
        this.device = device;
        this.inputs = inputs;
        this.subscriptions = subscriptions;
        this.memory = memory;
    }

    boolean active() {
        return active;
    }

    /** Number of the run under way, or of the last one. */
    long id() {
        return lastId;
    }

    /** True if a Step of this session is under way, which its later requests wait for. */
    boolean stepping(Session session) {
        return active && step != null && owner == session;
    }

    /** True if the stop conditions need to see spikes. */
    boolean needsLog() {
        return active && (stopOn != null || stopIdle > 0);
    }

    Response.Builder run(Command.Ask ask) {
        Run run = ask.request().getRun();
        Chip chip = begin(ask.session());
        long tick = chip.tick();
        long target =
                switch (run.getBoundCase()) {
                    case TICKS -> ticks(run.getTicks(), tick, "ticks");
                    case UNTIL_TICK -> run.getUntilTick();
                    default ->
                        throw new DeviceException(
                                ErrorCode.INVALID_ARGUMENT, "bound", "say how far to run: ticks or until_tick");
                };
        if (target < tick) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "until_tick",
                    "tick " + target + " is over: the device has completed tick " + tick);
        }
        long[] stops = stopSet(run, chip);
        nanosPerTick = pace(run);
        int idle = run.getStopAfterIdleTicks();
        if (idle < 0) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "stop_after_idle_ticks",
                    Integer.toUnsignedString(idle) + " idle ticks; allowed: 0.." + Integer.MAX_VALUE);
        }
        stopOn = stops;
        stopIdle = idle;
        awaited = run.getAwaitStreamsList().stream().mapToInt(Integer::intValue).toArray();
        stopOnMissing = run.getStopOnMissingInput();
        start(ask.session(), null, chip, target);
        return Response.newBuilder()
                .setRunStarted(RunStarted.newBuilder().setRun(lastId).setTick(tick));
    }

    /** Begins a step; its answer comes when it is done. */
    void step(Command.Ask ask) {
        Step request = ask.request().getStep();
        Chip chip = begin(ask.session());
        if (request.getAmountCase() != Step.AmountCase.TICKS) {
            throw new DeviceException(
                    request.getAmountCase() == Step.AmountCase.CYCLES
                            ? ErrorCode.UNSUPPORTED
                            : ErrorCode.INVALID_ARGUMENT,
                    "amount",
                    "chip '" + chip.spec().name() + "' is emulated tick by tick: step a number of ticks");
        }
        long target = ticks(request.getTicks(), chip.tick(), "ticks");
        stopOn = null;
        stopIdle = 0;
        awaited = new int[0];
        stopOnMissing = false;
        nanosPerTick = 0;
        start(ask.session(), ask, chip, target);
    }

    private Chip begin(Session session) {
        device.leases().require(session);
        device.refuseWhileRunning();
        Chip chip = device.chip();
        if (chip.image().isEmpty()) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT, "device", device.name() + " has no image to run: load one first");
        }
        return chip;
    }

    private static long ticks(long count, long tick, String path) {
        if (count < 0 || tick + count < tick) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    path,
                    Long.toUnsignedString(count) + " ticks from tick " + tick + " on are beyond the last tick, "
                            + Long.MAX_VALUE);
        }
        return tick + count;
    }

    private static long[] stopSet(Run run, Chip chip) {
        if (!run.hasStopOnSpike()) {
            return null;
        }
        int neurons = Math.toIntExact(chip.spec().sources());
        long[] set = new long[(neurons + 63) / 64];
        if (Selections.isAll(run.getStopOnSpike())) {
            java.util.Arrays.fill(set, -1L);
        } else {
            for (int source : Selections.sources(run.getStopOnSpike(), chip, neurons, "stop_on_spike")) {
                set[source >> 6] |= 1L << source;
            }
        }
        return set;
    }

    private static double pace(Run run) {
        if (!run.hasPace()) {
            return 0;
        }
        Pace pace = run.getPace();
        double milliseconds = pace.getTickMilliseconds() == 0 ? 1 : pace.getTickMilliseconds();
        double nanos = milliseconds * 1e6 / pace.getFactor();
        if (!(pace.getFactor() > 0) || !(milliseconds > 0) || !(nanos >= 1 && nanos <= 1e15)) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "pace",
                    "ticks of " + milliseconds + " ms at " + pace.getFactor()
                            + " times real time: both must be positive, and a tick take 1 ns to 1e6 s");
        }
        return nanos;
    }

    private void start(Session session, Command.Ask stepAsk, Chip chip, long target) {
        owner = session;
        step = stepAsk;
        until = target;
        startTick = chip.tick();
        startCycle = chip.cycle();
        startNanos = System.nanoTime();
        silent = 0;
        ending = null;
        active = true;
        lastId++;
        subscriptions.logNeedsChanged();
    }

    /**
     * Does the next chunk, or finds that it must wait.
     *
     * @return {@link #NOW}, or nanoseconds to wait for at most
     */
    long proceed() {
        Chip chip = device.chip();
        if (!subscriptions.flush(chip)) {
            return HELD_NANOS;
        }
        long tick = chip.tick();
        if (ending != null || tick >= until) {
            end(ending == null ? RunEndReason.COMPLETED : ending);
            return NOW;
        }
        long target = Math.min(until, tick + chunk);
        target = Math.min(target, memory.nextTick());
        target = Math.min(target, subscriptions.nextSample(tick));
        if (stopOn != null) {
            target = tick + 1;
        }
        if (stopIdle > 0) {
            target = Math.min(target, tick + stopIdle - silent);
        }
        if (awaited.length > 0) {
            long complete = inputs.completeUpTo(awaited);
            long ready = complete == Long.MIN_VALUE ? tick : complete + device.hostLatency();
            if (ready <= tick && ready >= complete) {
                if (stopOnMissing) {
                    end(RunEndReason.INPUT_MISSING);
                    return NOW;
                }
                return HELD_NANOS;
            }
            target = ready < complete ? target : Math.min(target, ready);
        }
        if (nanosPerTick > 0) {
            long due = startTick + (long) ((System.nanoTime() - startNanos) / nanosPerTick);
            if (due <= tick) {
                long at = startNanos + (long) ((tick + 1 - startTick) * nanosPerTick);
                return Math.max(1, Math.min(HELD_NANOS, at - System.nanoTime()));
            }
            target = Math.min(target, due);
        }
        advance(chip, tick, target);
        return NOW;
    }

    private void advance(Chip chip, long tick, long target) {
        inputs.handOver(target);
        long before = System.nanoTime();
        chip.advance(target - tick);
        long nanos = System.nanoTime() - before;
        SpikeLog log = chip.spikeLog();
        if (nanos > 2 * CHUNK_NANOS || log.size() > CHUNK_SPIKES) {
            chunk = Math.max(1, (target - tick) / 2);
        } else if (nanos < CHUNK_NANOS / 2 && target - tick == chunk) {
            chunk = Math.min(MAX_CHUNK, 2 * chunk);
        }
        device.ticked();
        if (stopOn != null) {
            checkSpikes(log);
        }
        if (stopIdle > 0) {
            checkIdle(log);
        }
        memory.tickDone();
    }

    private void checkSpikes(SpikeLog log) {
        for (int i = 0; i < log.size(); i++) {
            int source = log.source(i);
            if ((stopOn[source >> 6] >>> source & 1) != 0) {
                stopSource = source;
                ending = RunEndReason.SPIKE;
                return;
            }
        }
    }

    private void checkIdle(SpikeLog log) {
        int trailing = 0;
        while (trailing < log.ticks() && log.count(log.ticks() - 1 - trailing) == 0) {
            trailing++;
        }
        silent = trailing == log.ticks() ? silent + trailing : trailing;
        if (inputs.waiting()) {
            silent = 0;
        }
        if (silent >= stopIdle && ending == null) {
            ending = RunEndReason.IDLE;
        }
    }

    /** Ends the run now, if there is one. */
    void end(RunEndReason reason) {
        end(reason, "");
    }

    /** Ends the run now, saying what went wrong. */
    void end(RunEndReason reason, String message) {
        if (!active) {
            return;
        }
        long wall = System.nanoTime() - startNanos;
        active = false;
        subscriptions.logNeedsChanged();
        long tick = device.tick();
        long cycle = device.cycle();
        if (step != null) {
            Response.Builder answer = Response.newBuilder()
                    .setStepped(
                            Stepped.newBuilder().setTick(tick).setCycle(cycle).setReason(reason));
            owner.respond(step.requestId(), answer);
        } else {
            RunEnded.Builder ended = RunEnded.newBuilder()
                    .setRun(lastId)
                    .setReason(reason)
                    .setTick(tick)
                    .setCycle(cycle)
                    .setTicks(tick - startTick)
                    .setCycles(cycle - startCycle)
                    .setWallNanoseconds(wall)
                    .setSource(reason == RunEndReason.SPIKE ? stopSource : 0)
                    .setMessage(message);
            Event.Builder event = Event.newBuilder().setDevice(device.name()).setRunEnded(ended);
            owner.send(event);
            for (Session session : subscriptions.listeners()) {
                if (session != owner) {
                    session.send(event);
                }
            }
        }
        step = null;
        device.runEnded();
    }
}
