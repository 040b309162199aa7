package dev.ranvier.emulator.device;

import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.cost.TickLengths;
import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.firmware.proto.CoreLateReading;
import dev.ranvier.firmware.proto.FabricReading;
import dev.ranvier.firmware.proto.LateSpikeReading;
import dev.ranvier.firmware.proto.LinkReading;
import dev.ranvier.firmware.proto.LongestTickReading;
import dev.ranvier.firmware.proto.QueueReading;
import dev.ranvier.firmware.proto.TickLengthReading;

/** What routers have counted, as it travels. Stateless. */
final class FabricWriter {
    private FabricWriter() {}

    static FabricReading reading(FabricCounters counters) {
        FabricStatistics network = counters.network();
        FabricReading.Builder reading = FabricReading.newBuilder()
                .setCycles(network.cycles())
                .setOffered(network.offered())
                .setArrived(network.arrived())
                .setTraversals(network.traversals())
                .setTicks(ticks(counters.ticks()))
                .setMostWaiting(counters.mostWaiting());
        network.links()
                .forEach(link -> reading.addLinks(LinkReading.newBuilder()
                        .setPlane(link.plane())
                        .setTile(link.router())
                        .setX(link.x())
                        .setY(link.y())
                        .setPort(link.port())
                        .setFlits(link.flits())));
        network.queues()
                .forEach(queue -> reading.addQueues(QueueReading.newBuilder()
                        .setPlane(queue.plane())
                        .setTile(queue.router())
                        .setX(queue.x())
                        .setY(queue.y())
                        .setBuffer(queue.buffer())
                        .setHighest(queue.highest())
                        .setCapacity(queue.capacity())));
        network.latency().recordedValues().forEach(value -> {
            if (value.getCountAtValueIteratedTo() > 0) {
                reading.addLatencyValues(value.getValueIteratedTo());
                reading.addLatencyCounts(value.getCountAtValueIteratedTo());
            }
        });
        counters.lateByCore()
                .forEach(core -> reading.addLateByCore(CoreLateReading.newBuilder()
                        .setCore(core.core())
                        .setDelayed(core.delayed())
                        .setLost(core.lost())));
        counters.firstLate()
                .forEach(spike -> reading.addFirstLate(LateSpikeReading.newBuilder()
                        .setTick(spike.tick())
                        .setFrom(spike.from())
                        .setTo(spike.to())
                        .setAxon(spike.axon())
                        .setCycles(spike.cycles())
                        .setLost(spike.lost())));
        return reading.build();
    }

    private static TickLengthReading ticks(TickLengths lengths) {
        TickLengthReading.Builder reading = TickLengthReading.newBuilder()
                .setTickCycles(lengths.tickCycles())
                .setOverruns(lengths.overruns())
                .setCores(lengths.cores())
                .setNetwork(lengths.network())
                .setInput(lengths.input())
                .setBarrier(lengths.barrier());
        TickLengths.Tick longest = lengths.longest();
        if (longest != null) {
            reading.setLongest(LongestTickReading.newBuilder()
                    .setTick(longest.tick())
                    .setCores(longest.cores())
                    .setNetwork(longest.network())
                    .setInput(longest.input())
                    .setBarrier(longest.barrier())
                    .setSlowestCore(longest.slowestCore())
                    .setLastTile(longest.lastTile())
                    .setLastInput(longest.lastInput()));
            reading.setFirstTick(lengths.series().getFirst().firstTick());
        }
        for (TickLengths.Bin bin : lengths.series()) {
            reading.addBinTicks(bin.ticks());
            reading.addBinMost(bin.most());
            reading.addBinSum(bin.sum());
        }
        return reading.build();
    }
}
