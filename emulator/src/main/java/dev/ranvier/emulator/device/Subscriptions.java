package dev.ranvier.emulator.device;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Delivery;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.Selection;
import dev.ranvier.firmware.proto.StallPolicy;
import dev.ranvier.firmware.proto.StateProbe;
import dev.ranvier.firmware.proto.Subscribe;
import dev.ranvier.firmware.proto.Subscribed;
import dev.ranvier.firmware.proto.Unsubscribed;
import java.util.ArrayList;
import java.util.List;

/** The feeds of a device as its thread sees them. */
final class Subscriptions {
    private static final int MAX_SAMPLED = 1 << 16;

    private final Device device;
    private final StreamSender sender;
    private final ServerOptions.Limits limits;
    private final List<Feed> feeds = new ArrayList<>();

    Subscriptions(Device device, StreamSender sender, ServerOptions.Limits limits) {
        this.device = device;
        this.sender = sender;
        this.limits = limits;
    }

    Response.Builder subscribe(Command.Ask ask) {
        Subscribe request = ask.request().getSubscribe();
        Session session = ask.session();
        if (session.feedCount() >= limits.subscriptions() || feeds.size() >= limits.deviceSubscriptions()) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "device",
                    "one subscription too many: allowed are " + limits.subscriptions() + " per session and "
                            + limits.deviceSubscriptions() + " per device; end one first");
        }
        int window = request.getWindowBytes() == 0 ? limits.windowBytes() : request.getWindowBytes();
        if (window < ServerOptions.MIN_WINDOW_BYTES || window > limits.windowBytes()) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "window_bytes",
                    "a window of " + Integer.toUnsignedString(window) + " bytes; allowed: "
                            + ServerOptions.MIN_WINDOW_BYTES + ".." + limits.windowBytes() + ", or 0 for the most");
        }
        Feed feed = open(request, session, window);
        feed.startAfter(device.chip().spikeLog());
        feeds.add(feed);
        session.addFeed(feed);
        enableLog();
        sender.add(feed);
        return Response.newBuilder()
                .setSubscribed(Subscribed.newBuilder()
                        .setSubscription(feed.id)
                        .setTick(feed.startTick())
                        .setEpoch(device.epoch())
                        .setWindowBytes(window));
    }

    private Feed open(Subscribe request, Session session, int window) {
        Chip chip = device.chip();
        int neurons = Math.toIntExact(chip.spec().sources());
        boolean latest = request.getDelivery() == Delivery.LATEST;
        boolean cut = request.getOnStall() == StallPolicy.CUT;
        return switch (request.getProbeCase()) {
            case SPIKES -> {
                Selection selection = request.getSpikes().getSelection();
                int[] sources = Selections.isAll(selection)
                        ? null
                        : Selections.sources(selection, chip, neurons, "spikes.selection");
                yield new Feed(session.nextFeedId(), session, device, latest, cut, window, null, sources, 1, neurons);
            }
            case STATE -> {
                StateProbe probe = request.getState();
                int[] sources = sampled(probe, chip, window);
                int every = Math.max(1, probe.getEvery());
                String variable = probe.getVariable();
                yield new Feed(
                        session.nextFeedId(), session, device, latest, cut, window, variable, sources, every, neurons);
            }
            default ->
                throw new DeviceException(
                        ErrorCode.UNSUPPORTED, "probe", "no probe that this device knows: it streams spikes and state");
        };
    }

    /** The neurons of a state probe that can be served. */
    private static int[] sampled(StateProbe probe, Chip chip, int window) {
        MemoryCommands.checkVariable(chip, probe.getVariable(), "state.variable");
        int[] sources = Selections.sources(probe.getSelection(), chip, MAX_SAMPLED, "state.selection");
        if (Feed.leastWindow(sources.length) > window) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "window_bytes",
                    "one sample of " + sources.length + " neurons takes " + Feed.leastWindow(sources.length)
                            + " bytes, more than the window of " + window
                            + ": choose fewer neurons or a larger window");
        }
        if (probe.getEvery() < 0) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "state.every",
                    "a sample every " + Integer.toUnsignedString(probe.getEvery()) + " ticks; allowed: 1.."
                            + Integer.MAX_VALUE);
        }
        return sources;
    }

    Response.Builder unsubscribe(Command.Ask ask) {
        int id = ask.request().getUnsubscribe().getSubscription();
        for (Feed feed : feeds) {
            if (feed.session == ask.session() && feed.id == id) {
                remove(feed);
                break;
            }
        }
        return Response.newBuilder().setUnsubscribed(Unsubscribed.getDefaultInstance());
    }

    void forget(Session session) {
        for (Feed feed : List.copyOf(feeds)) {
            if (feed.session == session) {
                remove(feed);
            }
        }
    }

    private void remove(Feed feed) {
        feeds.remove(feed);
        feed.session.removeFeed(feed);
        sender.remove(feed);
        enableLog();
    }

    private void enableLog() {
        if (device.failed()) {
            return; // the next image comes with another machine, and calls again
        }
        boolean wanted = device.needsLog();
        for (Feed feed : feeds) {
            wanted |= feed.spikes();
        }
        SpikeLog log = device.chip().spikeLog();
        if (log.enabled() != wanted) {
            log.enable(wanted);
            logCleared();
        }
    }

    /** Switches the log of the chip on or off as feeds and run need it. */
    void logNeedsChanged() {
        enableLog();
    }

    private void logCleared() {
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).logCleared();
        }
    }

    /**
     * Takes the log and the samples that are due into the feeds. Allocates nothing while no feed is cut.
     *
     * @return false if a feed that may hold the run has no room: try again before the next tick
     */
    boolean flush(Chip chip) {
        SpikeLog log = chip.spikeLog();
        boolean all = true;
        boolean any = false;
        for (int i = 0; i < feeds.size(); i++) {
            Feed feed = feeds.get(i);
            if (feed.cut) {
                drop(feed);
                i--;
                continue;
            }
            boolean fits = true;
            if (feed.spikes()) {
                any |= !feed.tookAll(log) && feed.take(log);
                fits = feed.tookAll(log);
            } else if (feed.wants(chip.tick())) {
                boolean taken = feed.sample(chip);
                any |= taken;
                fits = taken || !feed.wants(chip.tick());
            }
            if (!fits && feed.holds()) {
                all = false;
            } else if (!fits) {
                feed.lastTick = chip.tick();
                feed.cut = true;
                any = true;
                drop(feed);
                i--;
            }
        }
        if (all && log.ticks() > 0) {
            log.clear();
            logCleared();
        }
        if (any) {
            sender.wake();
        }
        return all;
    }

    /** The sender tells the client of the cut and forgets the feed itself. */
    private void drop(Feed feed) {
        device.log("subscription " + feed.id + " of '" + feed.session.client() + "' cut: its reader is too slow");
        feeds.remove(feed);
        feed.session.removeFeed(feed);
        enableLog();
    }

    /** Cuts every feed that has not got everything: what the log holds will be gone. */
    void abandon(Chip chip) {
        SpikeLog log = chip.spikeLog();
        for (Feed feed : List.copyOf(feeds)) {
            if (feed.spikes() && log.ticks() > 0 && !feed.tookAll(log)) {
                feed.cut = true;
                drop(feed);
            }
        }
        log.clear();
        logCleared();
        sender.wake();
    }

    /** The device's time has begun again: every feed is told, or cut if it has no room even for that. */
    void restarted(long epoch, long tick) {
        for (Feed feed : List.copyOf(feeds)) {
            if (!feed.restart(epoch, tick)) {
                feed.cut = true;
                drop(feed);
            }
        }
        sender.wake();
    }

    /** The next tick that a feed samples. Allocates nothing. */
    long nextSample(long tick) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < feeds.size(); i++) {
            next = Math.min(next, feeds.get(i).nextSample(tick));
        }
        return next;
    }

    /** Whoever listens to this device. */
    List<Session> listeners() {
        return feeds.stream().map(feed -> feed.session).distinct().toList();
    }
}
