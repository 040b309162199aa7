package dev.ranvier.tools.trace;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.mesh.GrantListener;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.mesh.Port;
import dev.ranvier.emulator.fabric.ranc.Fifo;
import dev.ranvier.emulator.fabric.ranc.HopListener;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import java.util.ArrayList;
import java.util.List;

/** Routers of a fabric as the source of activity: names of their parts, and the translation of their events. */
public final class FabricActivity {
    private static final String[] PORTS = {"east", "west", "north", "south", "terminal"};
    private static final String[] FIFOS = {
        "local_east",
        "local_west",
        "east_link",
        "east_north",
        "east_south",
        "west_link",
        "west_north",
        "west_south",
        "north_link",
        "north_local",
        "south_link",
        "south_local"
    };

    private FabricActivity() {}

    /**
     * The shape of a board whose chips have fabrics like this one.
     *
     * @param title one line
     * @param chips chips of the board
     * @param columns tiles of a chip along x
     * @param rows tiles of a chip along y
     * @param coresPerTile cores of a tile, 0 if there are none
     * @param bufferCapacity flits that a buffer holds
     * @param cycleNanoseconds length of a cycle in nanoseconds
     * @param fabric of one chip; one that has no routers gives a shape without buffers
     */
    public static TraceShape shape(
            String title,
            int chips,
            int columns,
            int rows,
            int coresPerTile,
            int bufferCapacity,
            double cycleNanoseconds,
            Fabric fabric) {
        List<String> buffers = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        switch (fabric) {
            case MeshNetwork mesh -> name("", mesh.config(), buffers, outputs);
            case MeshPlanes planes -> {
                for (int plane = 0; plane < planes.count(); plane++) {
                    name("plane" + plane + "_", planes.plane(plane).config(), buffers, outputs);
                }
            }
            case RancNetwork ranc -> buffers.addAll(List.of(FIFOS));
            default -> {
                // a functional fabric moves nothing that could be seen
            }
        }
        return new TraceShape(
                title, chips, columns, rows, coresPerTile, buffers, bufferCapacity, outputs, cycleNanoseconds);
    }

    private static void name(String plane, MeshConfig config, List<String> buffers, List<String> outputs) {
        for (String port : PORTS) {
            for (int channel = 0; channel < config.virtualChannels(); channel++) {
                buffers.add(plane + port + (config.virtualChannels() == 1 ? "" : "_vc" + channel));
            }
            outputs.add(plane + port);
        }
    }

    /**
     * Lets a listener hear of the routers of one chip's fabric from now on.
     *
     * @param fabric of the chip; nothing is heard of one that has no routers
     * @param firstTile tile on the board of the fabric's node 0
     * @param to who hears
     */
    public static void listen(Fabric fabric, int firstTile, ActivityListener to) {
        switch (fabric) {
            case MeshNetwork mesh -> mesh.listen(new MeshEvents(mesh.config(), 0, firstTile, to));
            case MeshPlanes planes -> {
                for (int k = 0; k < planes.count(); k++) {
                    MeshNetwork plane = planes.plane(k);
                    plane.listen(new MeshEvents(plane.config(), k, firstTile, to));
                }
            }
            case RancNetwork ranc -> ranc.listen(new RancEvents(ranc, firstTile, to));
            default -> {
                // as above
            }
        }
    }

    private record MeshEvents(MeshConfig config, int plane, int firstTile, ActivityListener to)
            implements GrantListener {
        private int buffer(int input, int channel) {
            return (plane * Port.COUNT + input) * config.virtualChannels() + channel;
        }

        @Override
        public void granted(long cycle, int router, int input, int channel, int output, long tag, int flit) {
            to.granted(firstTile + router, buffer(input, channel), plane * Port.COUNT + output, tag, cycle);
        }

        @Override
        public void entered(long cycle, int router, int input, int channel, long tag) {
            to.entered(firstTile + router, buffer(input, channel), tag, cycle);
        }

        @Override
        public void left(long cycle, int router, int input, int channel, long tag) {
            to.left(firstTile + router, buffer(input, channel), tag, cycle);
        }
    }

    /** Writes know their packet; reads take the oldest, whose tag the trace does not need. */
    private record RancEvents(RancNetwork network, int firstTile, ActivityListener to) implements HopListener {
        @Override
        public void written(int fifo, int dx, int dy, int payload) {
            to.entered(firstTile + fifo / Fifo.COUNT, fifo % Fifo.COUNT, network.tag(payload), network.cycle());
        }

        @Override
        public void read(int fifo) {
            if (fifo / Fifo.COUNT < network.nodes()) {
                to.left(firstTile + fifo / Fifo.COUNT, fifo % Fifo.COUNT, 0, network.cycle());
            }
        }
    }
}
