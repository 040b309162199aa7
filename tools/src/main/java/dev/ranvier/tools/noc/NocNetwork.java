package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshNetwork;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.mesh.Topology;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import dev.ranvier.hw.RanvierException;
import java.util.Locale;

/** A network to be run alone: what it is, and how to build it. */
public sealed interface NocNetwork {
    /** Routers along x. */
    int columns();

    /** Routers along y. */
    int rows();

    /** An empty network at cycle 0. */
    Fabric build();

    /** Flits that a link of one plane carries per cycle at most. */
    double linkCapacity();

    /** Flits that a buffer holds. */
    int bufferDepth();

    /** One line for people. */
    String describe();

    /** Number of nodes and of routers. */
    default int nodes() {
        return columns() * rows();
    }

    /**
     * The mesh or torus of spike routers.
     *
     * @param config of every plane
     * @param planes equal networks side by side between which packets alternate, 1..8
     */
    record Mesh(MeshConfig config, int planes) implements NocNetwork {
        @Override
        public int columns() {
            return config.columns();
        }

        @Override
        public int rows() {
            return config.rows();
        }

        @Override
        public Fabric build() {
            return planes == 1 ? new MeshNetwork(config) : new MeshPlanes(config, planes);
        }

        @Override
        public double linkCapacity() {
            return 1;
        }

        @Override
        public int bufferDepth() {
            return config.bufferDepth();
        }

        @Override
        public String describe() {
            String links = config.linkLatencyX() == config.linkLatencyY()
                    ? "" + config.linkLatencyX()
                    : config.linkLatencyX() + " along x, " + config.linkLatencyY() + " along y";
            return (config.topology() == Topology.MESH ? "mesh " : "torus ") + columns() + " x " + rows()
                    + ", pipeline " + config.pipeline().name().toLowerCase(Locale.ROOT) + ", "
                    + config.virtualChannels() + (config.virtualChannels() == 1 ? " channel" : " channels")
                    + " of depth " + config.bufferDepth() + ", link latency " + links
                    + (planes == 1 ? "" : ", " + planes + " planes");
        }
    }

    /**
     * RANC's routers.
     *
     * @param config of the grid
     */
    record Ranc(RancConfig config) implements NocNetwork {
        /** Routers in a row or column that 9 bits of signed distance reach from end to end. */
        private static final int MOST_SIDE = 256;

        /** Refuses grids with nodes that cannot reach each other. */
        public Ranc {
            if (config.columns() > MOST_SIDE || config.rows() > MOST_SIDE) {
                throw new RanvierException("a RANC grid of " + config.columns() + " x " + config.rows()
                        + ": a packet's distances have 9 bits, so that at most 256 columns and rows reach each other");
            }
        }

        /** A merge moves at most one packet per two clocks. */
        private static final double PACKETS_PER_CLOCK = 0.5;

        @Override
        public int columns() {
            return config.columns();
        }

        @Override
        public int rows() {
            return config.rows();
        }

        @Override
        public Fabric build() {
            return new RancNetwork(config);
        }

        @Override
        public double linkCapacity() {
            return PACKETS_PER_CLOCK;
        }

        @Override
        public int bufferDepth() {
            return config.bufferDepth();
        }

        @Override
        public String describe() {
            return "RANC grid " + columns() + " x " + rows() + ", FIFOs of depth " + config.bufferDepth();
        }
    }
}
