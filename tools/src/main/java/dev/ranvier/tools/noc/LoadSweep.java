package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Latency and throughput of a fabric against offered load: at each load a warm-up, a window in which is measured, and,
 * without further traffic, as many cycles as the window's packets need to arrive.
 *
 * <p>Owner: one thread; the fabric is reset before every point.
 */
public final class LoadSweep {
    private static final int DIGITS = 3;
    private static final long PATIENCE = 4; // times the cycles of the run
    private static final double HOPELESS = 0.9;
    private static final long LARGEST_LATENCY = 1L << 30;
    private static final long REPORT_EVERY = 256; // cycles

    private final Fabric fabric;
    private final int columns;
    private final int rows;
    private final TrafficPattern pattern;
    private final int flits;
    private final int warmUp;
    private final int window;
    private final Arrivals arrivals = new Arrivals();
    private final long[] received;
    private final Histogram latencies = new Histogram(1, LARGEST_LATENCY, DIGITS);
    private LongConsumer progress = cycle -> {};
    private FabricStatistics statistics;

    /**
     * A sweep over a fabric.
     *
     * @param fabric network of {@code columns x rows} nodes
     * @param columns nodes along x
     * @param rows nodes along y
     * @param pattern destinations
     * @param flits length of every packet, at least 1
     * @param warmUp cycles before the window, at least 0
     * @param window cycles measured, at least 1
     */
    public LoadSweep(Fabric fabric, int columns, int rows, TrafficPattern pattern, int flits, int warmUp, int window) {
        if (fabric.nodes() != columns * rows) {
            throw new RanvierException("the network has " + fabric.nodes() + " nodes, the traffic " + columns + " x "
                    + rows + ": give both the same size");
        }
        if (warmUp < 0 || window < 1) {
            throw new RanvierException("a warm-up of " + warmUp + " and a window of " + window
                    + " cycles: allowed are at least 0 and at least 1");
        }
        this.fabric = fabric;
        this.columns = columns;
        this.rows = rows;
        this.pattern = pattern;
        this.flits = flits;
        this.warmUp = warmUp;
        this.window = window;
        received = new long[columns * rows];
    }

    /** Lets somebody see how many cycles of a point are simulated, every few hundred cycles. */
    public void onProgress(LongConsumer listener) {
        progress = listener;
    }

    /**
     * What the fabric counted within the window of the last point, {@link LoadPoint} apart: loads of links, marks of
     * queues, latencies of what arrived within it.
     */
    public FabricStatistics windowStatistics() {
        if (statistics == null) {
            throw new IllegalStateException("no point has been measured yet; call point first");
        }
        return statistics;
    }

    /** One point per rate, in the given order. */
    public List<LoadPoint> run(double[] rates, long seed) {
        List<LoadPoint> points = new ArrayList<>();
        for (double rate : rates) {
            points.add(point(rate, seed));
        }
        return points;
    }

    /**
     * One point.
     *
     * @param rate packets per node and cycle, 0 .. 1
     * @param seed of the traffic
     */
    public LoadPoint point(double rate, long seed) {
        BernoulliTraffic traffic = new BernoulliTraffic(pattern, columns, rows, rate, flits, seed);
        fabric.reset();
        arrivals.clear();
        latencies.reset();
        Arrays.fill(received, 0);
        long end = (long) warmUp + window;
        long generated = 0;
        long network = 0;
        long routers = 0;
        // what a network that nearly keeps up has left to do is far less than this
        long patience = end + PATIENCE * end;
        for (long cycle = 0; cycle < end || (latencies.getTotalCount() < generated && cycle < patience); cycle++) {
            if (cycle == warmUp) {
                fabric.clearStatistics();
            }
            if (cycle % REPORT_EVERY == 0) {
                progress.accept(Math.min(cycle, end));
            }
            int count = cycle < end ? traffic.offer(fabric) : 0;
            generated += cycle >= warmUp ? count : 0;
            fabric.stepTo(cycle + 1);
            fabric.drain(arrivals);
            for (int k = 0; k < arrivals.size(); k++) {
                if (cycle >= warmUp && cycle < end) {
                    received[arrivals.destination(k)]++;
                }
                if (arrivals.generated(k) >= warmUp) {
                    latencies.recordValue(Math.min(LARGEST_LATENCY, arrivals.latency(k)));
                    network += arrivals.arrived(k) - arrivals.injected(k);
                    routers += fabric.routersCrossed(arrivals.source(k), arrivals.destination(k));
                }
            }
            arrivals.clear();
            if (cycle == end - 1) {
                statistics = fabric.statistics();
                if (accepted() < HOPELESS * rate) {
                    break; // far beyond saturation latency only tells how long the run was
                }
            }
        }
        boolean all = latencies.getTotalCount() == generated && generated > 0;
        double count = all ? generated : Double.NaN;
        return new LoadPoint(
                rate,
                (double) generated / window / received.length,
                accepted(),
                (double) Arrays.stream(received).min().orElse(0) / window,
                generated,
                all ? latencies.getMean() : Double.NaN,
                all ? latencies.getValueAtPercentile(50) : 0,
                all ? latencies.getValueAtPercentile(99) : 0,
                all ? latencies.getMaxValue() : 0,
                network / count,
                routers / count);
    }

    private double accepted() {
        return (double) Arrays.stream(received).sum() / window / received.length;
    }
}
