package dev.ranvier.tools.session;

import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickLengths;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LatencyHistogram;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.firmware.proto.FabricReading;
import dev.ranvier.firmware.proto.LongestTickReading;
import dev.ranvier.firmware.proto.TickLengthReading;
import java.util.ArrayList;
import java.util.List;

/** What routers have counted, out of the form in which it travels. Stateless. */
public final class FabricReader {
    private FabricReader() {}

    /** The counts as the emulator has them. */
    public static FabricCounters counters(FabricReading reading) {
        LatencyHistogram latency = new LatencyHistogram();
        for (int k = 0; k < reading.getLatencyValuesCount(); k++) {
            latency.record(reading.getLatencyValues(k), reading.getLatencyCounts(k));
        }
        FabricStatistics network = new FabricStatistics(
                reading.getCycles(),
                reading.getOffered(),
                reading.getArrived(),
                reading.getTraversals(),
                reading.getLinksList().stream()
                        .map(link -> new LinkLoad(
                                link.getPlane(),
                                link.getTile(),
                                link.getX(),
                                link.getY(),
                                link.getPort(),
                                link.getFlits()))
                        .toList(),
                reading.getQueuesList().stream()
                        .map(queue -> new QueueMark(
                                queue.getPlane(),
                                queue.getTile(),
                                queue.getX(),
                                queue.getY(),
                                queue.getBuffer(),
                                queue.getHighest(),
                                queue.getCapacity()))
                        .toList(),
                latency.copy());
        return new FabricCounters(
                network,
                ticks(reading.getTicks()),
                reading.getMostWaiting(),
                reading.getLateByCoreList().stream()
                        .map(core -> new FabricCounters.CoreLate(core.getCore(), core.getDelayed(), core.getLost()))
                        .toList(),
                reading.getFirstLateList().stream()
                        .map(spike -> new FabricCounters.LateSpike(
                                spike.getTick(),
                                spike.getFrom(),
                                spike.getTo(),
                                spike.getAxon(),
                                spike.getCycles(),
                                spike.getLost()))
                        .toList());
    }

    private static TickLengths ticks(TickLengthReading reading) {
        List<TickLengths.Bin> series = new ArrayList<>();
        long tick = reading.getFirstTick();
        for (int k = 0; k < reading.getBinTicksCount(); k++) {
            series.add(new TickLengths.Bin(tick, reading.getBinTicks(k), reading.getBinMost(k), reading.getBinSum(k)));
            tick += reading.getBinTicks(k);
        }
        LongestTickReading longest = reading.getLongest();
        return new TickLengths(
                reading.getTickCycles(),
                reading.getOverruns(),
                reading.getCores(),
                reading.getNetwork(),
                reading.getInput(),
                reading.getBarrier(),
                reading.hasLongest()
                        ? new TickLengths.Tick(
                                longest.getTick(),
                                longest.getCores(),
                                longest.getNetwork(),
                                longest.getInput(),
                                longest.getBarrier(),
                                longest.getSlowestCore(),
                                longest.getLastTile(),
                                longest.getLastInput())
                        : null,
                series);
    }
}
