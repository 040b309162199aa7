package dev.ranvier.emulator.device;

import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.Gap;
import dev.ranvier.firmware.proto.Restarted;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.proto.StateSamples;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.firmware.wire.WindowCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that takes what feeds hold and sends it, as far as their credit reaches. It keeps the devices' threads free of
 * encoding and allocation, and it alone sends the events of a feed, so their order is the feed's.
 */
final class StreamSender implements Runnable {
    private static final int MAX_BLOCK_BYTES = 256 << 10;
    private static final long IDLE_NANOS = 200_000_000;

    /** What the sender knows of a feed. */
    private static final class Outlet {
        long events;
        long delivered; // last tick that was sent completely
        long stalledSince;
        boolean over;
    }

    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final Map<Feed, Outlet> outlets = new HashMap<>();
    private final long stallNanos;
    private final Thread thread;
    private int[] counts = new int[1024];
    private int[] sources = new int[MAX_BLOCK_BYTES / 4];
    private int[] values = new int[MAX_BLOCK_BYTES / 4];
    private volatile boolean stopped;

    StreamSender(long stallNanos) {
        this.stallNanos = stallNanos;
        thread = Thread.ofPlatform().daemon().name("ranvier-sender").unstarted(this);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        wake();
    }

    void add(Feed feed) {
        feeds.add(feed);
        wake();
    }

    void remove(Feed feed) {
        feeds.remove(feed);
        wake();
    }

    /** There may be something to send. Allocates nothing. */
    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!stopped) {
            boolean sent = false;
            long wait = IDLE_NANOS;
            for (Feed feed : feeds) {
                Outlet outlet = outlets.computeIfAbsent(feed, f -> {
                    Outlet made = new Outlet();
                    made.delivered = f.startTick();
                    return made;
                });
                sent |= serve(feed, outlet);
                if (outlet.stalledSince != 0) {
                    wait = Math.min(wait, Math.max(1_000_000, stallNanos / 4));
                }
            }
            if (!sent) {
                outlets.keySet().removeIf(feed -> !feeds.contains(feed));
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    private boolean serve(Feed feed, Outlet outlet) {
        if (outlet.over) {
            return false;
        }
        if (feed.cut) {
            end(feed, outlet);
            return false;
        }
        boolean sent = false;
        if (!feed.ring.isEmpty() && feed.session.takesData()) {
            sent = (feed.ring.peek(0) & Feed.GAP) != 0
                    ? sendGap(feed, outlet)
                    : feed.spikes() ? sendSpikes(feed, outlet) : sendSamples(feed, outlet);
        }
        if (sent) {
            outlet.stalledSince = 0;
            feed.device.roomMade();
        } else if (!feed.ring.isEmpty() && !feed.latest) {
            long now = System.nanoTime();
            if (outlet.stalledSince == 0) {
                outlet.stalledSince = now;
            } else if (now - outlet.stalledSince > stallNanos && !feed.holds()) {
                feed.cut = true;
                end(feed, outlet);
                feed.device.roomMade();
            }
        }
        return sent;
    }

    private void end(Feed feed, Outlet outlet) {
        outlet.over = true;
        feed.session.send(event(feed, outlet)
                .setGap(Gap.newBuilder()
                        .setFromTick(outlet.delivered + 1)
                        .setToTick(Math.max(feed.lastTick, outlet.delivered + 1))
                        .setEnded(true)));
        feeds.remove(feed);
    }

    private static Event.Builder event(Feed feed, Outlet outlet) {
        return Event.newBuilder().setNumber(++outlet.events).setSubscription(feed.id);
    }

    /** Sends a gap or a restart; neither costs anything. */
    private static boolean sendGap(Feed feed, Outlet outlet) {
        boolean restart = (feed.ring.peek(0) & Feed.RESTART) != 0;
        long from = feed.ring.peekLong(1);
        long to = feed.ring.peekLong(3);
        feed.ring.skip(5);
        if (restart) {
            feed.session.send(event(feed, outlet)
                    .setRestarted(Restarted.newBuilder().setEpoch(from).setTick(to)));
            outlet.delivered = to;
            return true;
        }
        feed.session.send(
                event(feed, outlet).setGap(Gap.newBuilder().setFromTick(from).setToTick(to)));
        outlet.delivered = to;
        return true;
    }

    private boolean sendSpikes(Feed feed, Outlet outlet) {
        IntRing ring = feed.ring;
        long budget = Math.min(feed.credit.get(), MAX_BLOCK_BYTES);
        long first = ring.peekLong(1);
        int ticks = 0;
        int spikes = 0;
        boolean graded = false;
        boolean open = false;
        int available = ring.available();
        int at = 0;
        while (at < available) {
            int head = ring.peek(at);
            int n = head & Feed.COUNT;
            boolean newTick = !open;
            boolean valued = graded || (head & Feed.GRADED) != 0;
            int ticksThen = ticks + (newTick ? 1 : 0);
            long cost = WindowCost.FIXED + 4L * ticksThen + (valued ? 8L : 4L) * (spikes + n);
            boolean follows = ticks == 0 || ring.peekLong(at + 1) == first + ticksThen - 1;
            if ((head & Feed.GAP) != 0 || cost > budget || !follows) {
                break;
            }
            if (ticksThen > counts.length) {
                counts = java.util.Arrays.copyOf(counts, 2 * counts.length);
            }
            if (newTick) {
                counts[ticks] = 0;
            }
            ticks = ticksThen;
            counts[ticks - 1] += n;
            at += 3;
            boolean has = (head & Feed.GRADED) != 0;
            for (int i = 0; i < n; i++) {
                sources[spikes + i] = ring.peek(at + i);
                values[spikes + i] = has ? ring.peek(at + n + i) : 1;
            }
            at += has ? 2 * n : n;
            spikes += n;
            graded = valued;
            open = (head & Feed.OPEN) != 0;
        }
        if (ticks == 0) {
            return false;
        }
        ring.skip(at);
        SpikeBlock.Builder block = SpikeBlock.newBuilder()
                .setFirstTick(first)
                .setTicks(ticks)
                .setCounts(LittleEndian.ints(counts, 0, ticks))
                .setSources(LittleEndian.ints(sources, 0, spikes));
        if (graded) {
            block.setValues(LittleEndian.ints(values, 0, spikes));
        }
        SpikeBlock built = block.build();
        feed.credit.addAndGet(-WindowCost.of(built));
        feed.session.send(event(feed, outlet).setTickOpen(open).setSpikes(built));
        outlet.delivered = first + ticks - (open ? 2 : 1);
        return true;
    }

    private static boolean sendSamples(Feed feed, Outlet outlet) {
        IntRing ring = feed.ring;
        long budget = Math.min(feed.credit.get(), Math.max(MAX_BLOCK_BYTES, Feed.leastWindow(ring.peek(0))));
        int width = ring.peek(0);
        int record = 3 + 2 * width;
        int most = (int) Math.min(ring.available() / record, (budget - WindowCost.FIXED) / (8L + 8L * width));
        int samples = 0;
        while (samples < most && (ring.peek(samples * record) & Feed.GAP) == 0) {
            samples++;
        }
        if (samples <= 0) {
            return false;
        }
        long[] ticks = new long[samples];
        long[] columns = new long[samples * width];
        for (int s = 0; s < samples; s++) {
            ticks[s] = ring.peekLong(s * record + 1);
            for (int i = 0; i < width; i++) {
                columns[s * width + i] = ring.peekLong(s * record + 3 + 2 * i);
            }
        }
        ring.skip(samples * record);
        StateSamples built = StateSamples.newBuilder()
                .setTicks(LittleEndian.longs(ticks))
                .setValues(LittleEndian.longs(columns))
                .build();
        feed.credit.addAndGet(-WindowCost.of(built));
        feed.session.send(event(feed, outlet).setSamples(built));
        outlet.delivered = ticks[samples - 1];
        return true;
    }
}
