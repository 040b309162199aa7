package dev.ranvier.emulator.fabric.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.PacketBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Random networks and traffic for the properties of the mesh. */
final class MeshScenarios extends DomainContextBase {
    /**
     * A network and what is sent through it.
     *
     * @param config network
     * @param seed of the traffic
     * @param rate packets per node and cycle
     * @param longest longest packet in flits
     * @param cycles cycles with traffic
     */
    record Scenario(MeshConfig config, long seed, double rate, int longest, int cycles) {
        PacketBatch packets() {
            Random random = new Random(seed);
            PacketBatch batch = new PacketBatch();
            int nodes = config.nodes();
            for (int cycle = 0; cycle < cycles; cycle++) {
                for (int node = 0; node < nodes; node++) {
                    if (random.nextDouble() < rate) {
                        batch.add(cycle, node, random.nextInt(nodes), 1 + random.nextInt(longest), batch.size());
                    }
                }
            }
            return batch;
        }
    }

    /** Networks that cannot deadlock, with traffic from light to far beyond saturation. */
    @Provide
    Arbitrary<Scenario> scenarios() {
        return Combinators.combine(
                        configs(),
                        Arbitraries.longs(),
                        Arbitraries.of(0.002, 0.02, 0.1, 0.3, 0.6),
                        Arbitraries.of(1, 1, 3, 6))
                .as((config, seed, rate, longest) -> new Scenario(config, seed, rate, longest, 60));
    }

    private static Arbitrary<MeshConfig> configs() {
        Arbitrary<MeshConfig> shapes = Combinators.combine(
                        Arbitraries.of(Topology.values()),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(1, 1, 2, 3, 4),
                        Arbitraries.integers().between(1, 9))
                .as((topology, columns, rows, channels, depth) -> topology == Topology.MESH
                        ? MeshConfig.mesh(columns, rows).withBuffers(channels, depth)
                        : MeshConfig.torus(columns, rows).withBuffers(channels < 3 ? 2 : 4, depth));
        return Combinators.combine(
                        shapes,
                        Arbitraries.of(Pipeline.values()),
                        Arbitraries.of(1, 1, 2, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.of(Routing.X_FIRST, Routing.Y_FIRST))
                .as((shape, pipeline, switchDelay, creditDelay, latencyX, latencyY, routing) -> shape.withPipeline(
                                pipeline)
                        .withDelays(switchDelay, creditDelay)
                        .withLinkLatency(latencyX, latencyY)
                        .withRouting(routing, Multicast.COPIES_AT_SOURCE));
    }

    /** Everything about each arrival, in the order of tags and destinations. */
    static List<String> describe(Arrivals arrivals) {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < arrivals.size(); k++) {
            lines.add(String.format(
                    "%08d to %d: from %d flits %d generated %d injected %d head %d tail %d",
                    arrivals.tag(k),
                    arrivals.destination(k),
                    arrivals.source(k),
                    arrivals.flits(k),
                    arrivals.generated(k),
                    arrivals.injected(k),
                    arrivals.headArrived(k),
                    arrivals.arrived(k)));
        }
        lines.sort(null);
        return lines;
    }

    /** Both lists are equal; names the first line that is not. */
    static void assertSame(List<String> expected, List<String> got) {
        for (int k = 0; k < Math.min(expected.size(), got.size()); k++) {
            assertEquals(expected.get(k), got.get(k));
        }
        assertEquals(expected.size(), got.size());
    }

    /** All arrivals of a list, by the batch form. */
    static Arrivals deliver(Fabric network, PacketBatch packets) {
        Arrivals arrivals = new Arrivals();
        network.deliver(packets, arrivals);
        return arrivals;
    }

    /** The complete state as bytes. */
    static byte[] state(Fabric network) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            network.save(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }

    /** Puts a state into a network. */
    static void restore(Fabric network, byte[] state) {
        try {
            network.load(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
