package dev.ranvier.emulator.fabric;

import dev.ranvier.emulator.fabric.link.BoardNetwork;
import dev.ranvier.emulator.fabric.mesh.ChannelDependencies;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.mesh.Multicast;
import dev.ranvier.emulator.fabric.mesh.Pipeline;
import dev.ranvier.emulator.fabric.mesh.Routing;
import dev.ranvier.emulator.fabric.mesh.Topology;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.RanvierException;
import java.util.Locale;

/** Makes the network that a chip description asks for. Stateless. */
public final class Fabrics {
    private static final int RANC_INPUT_DEPTH = 512;

    private Fabrics() {}

    /**
     * Refuses a description whose routers cannot be built or whose routing can deadlock.
     *
     * @throws RanvierException naming the value, or the ring of channels
     */
    public static void check(ChipSpec spec) {
        if (spec.fabric().router() == FabricSpec.Router.MESH) {
            ChannelDependencies.check(mesh(spec));
        }
    }

    /**
     * The network of the whole board: nodes are tiles, {@code chip * tiles per chip + y * columns + x}.
     *
     * @throws RanvierException if the description has no routers, a value out of the router's range, or a routing that
     *     can deadlock
     */
    public static Fabric create(ChipSpec spec) {
        if (spec.grid().chips() == 1) {
            return chip(spec);
        }
        return new BoardNetwork(
                spec.grid(), spec.fabric().links(), spec.fabric().multicast(), () -> chip(spec));
    }

    private static Fabric chip(ChipSpec spec) {
        FabricSpec fabric = spec.fabric();
        return switch (fabric.router()) {
            case DIRECT ->
                throw new RanvierException("chip '" + spec.name()
                        + "' has no routers (fabric.router is 'direct'), so its packets have no timing: use --timing"
                        + " functional, or give it routers with --set fabric.router=mesh --set fabric.pipeline=pb");
            case RANC -> {
                if (fabric.multicast() == FabricSpec.Multicast.TREE) {
                    throw new RanvierException("fabric.multicast is 'tree', but RANC's routers send every packet to one"
                            + " core: set fabric.multicast=copies");
                }
                yield new RancNetwork(new RancConfig(
                        spec.grid().columns(), spec.grid().rows(), fabric.bufferDepth(), RANC_INPUT_DEPTH));
            }
            case MESH -> {
                MeshConfig config = mesh(spec);
                ChannelDependencies.check(config);
                yield new MeshPlanes(config, fabric.planes());
            }
        };
    }

    /** The configuration of one plane of a chip's mesh. */
    public static MeshConfig mesh(ChipSpec spec) {
        FabricSpec fabric = spec.fabric();
        return new MeshConfig(
                Topology.valueOf(fabric.topology().name()),
                spec.grid().columns(),
                spec.grid().rows(),
                fabric.virtualChannels(),
                fabric.bufferDepth(),
                Pipeline.valueOf(fabric.pipeline().toUpperCase(Locale.ROOT)),
                fabric.switchCycles(),
                fabric.creditCycles(),
                fabric.linkCyclesEastWest(),
                fabric.linkCyclesNorthSouth(),
                Routing.valueOf(fabric.routing().name()),
                fabric.multicast() == FabricSpec.Multicast.TREE ? Multicast.TREE : Multicast.COPIES_AT_SOURCE,
                fabric.watchdogCycles());
    }
}
