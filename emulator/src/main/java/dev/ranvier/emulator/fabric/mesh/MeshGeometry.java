package dev.ranvier.emulator.fabric.mesh;

/**
 * Where the routers are: neighbours, distances, and the outputs that distances ask for. Routers are numbered as nodes
 * are, unless a test asks for another numbering to show that results do not depend on it.
 *
 * <p>Immutable.
 */
final class MeshGeometry {
    private static final int NONE = -1;

    final MeshConfig config;
    final int columns;
    final int rows;
    final int nodes;
    /** Router of each node. */
    final int[] routerOf;
    /** Node of each router. */
    final int[] nodeOf;
    /** Router behind each port, index {@code router * 8 + port}; -1 at the rim of a mesh and for the terminal. */
    final int[] neighbour;
    /** Output for a distance, index {@link #signs}. */
    final int[] outputOf = new int[9];

    MeshGeometry(MeshConfig config) {
        this(config, identity(config.nodes()));
    }

    MeshGeometry(MeshConfig config, int[] routerOf) {
        this.config = config;
        columns = config.columns();
        rows = config.rows();
        nodes = config.nodes();
        this.routerOf = routerOf.clone();
        nodeOf = new int[nodes];
        neighbour = new int[nodes * 8];
        for (int node = 0; node < nodes; node++) {
            nodeOf[routerOf[node]] = node;
        }
        for (int router = 0; router < nodes; router++) {
            for (int port = 0; port < 8; port++) {
                neighbour[router * 8 + port] = behind(nodeOf[router], port);
            }
        }
        for (int sx = -1; sx <= 1; sx++) {
            for (int sy = -1; sy <= 1; sy++) {
                int alongX = sx > 0 ? Port.EAST : Port.WEST;
                int alongY = sy > 0 ? Port.NORTH : Port.SOUTH;
                boolean x = sx != 0 && (config.routing().xFirst() || sy == 0);
                outputOf[4 + 3 * sx + sy] = sx == 0 && sy == 0 ? Port.TERMINAL : x ? alongX : alongY;
            }
        }
    }

    private static int[] identity(int count) {
        int[] numbers = new int[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = k;
        }
        return numbers;
    }

    private int behind(int node, int port) {
        int x = node % columns;
        int y = node / columns;
        switch (port) {
            case Port.EAST -> x++;
            case Port.WEST -> x--;
            case Port.NORTH -> y++;
            case Port.SOUTH -> y--;
            default -> {
                return NONE;
            }
        }
        if (config.topology() == Topology.TORUS) {
            x = Math.floorMod(x, columns);
            y = Math.floorMod(y, rows);
        }
        return x < 0 || y < 0 || x >= columns || y >= rows ? NONE : routerOf[y * columns + x];
    }

    /** Index into {@link #outputOf} for a signed distance. */
    static int signs(int dx, int dy) {
        return 4 + 3 * Integer.signum(dx) + Integer.signum(dy);
    }

    /**
     * Signed hops from coordinate {@code from} to {@code to} in a dimension of {@code size} routers. On a torus the
     * shorter way; where both are equally long {@code upOnTie} decides (A.8).
     */
    int offset(int from, int to, int size, boolean upOnTie) {
        int direct = to - from;
        if (config.topology() == Topology.MESH) {
            return direct;
        }
        int up = Math.floorMod(direct, size);
        int twice = 2 * up;
        return twice < size || (twice == size && upOnTie) ? up : up - size;
    }

    /** Column of a node. */
    int x(int node) {
        return node % columns;
    }

    /** Row of a node. */
    int y(int node) {
        return node / columns;
    }

    /** Routers crossed from node to node, both ends counted. */
    int routersCrossed(int source, int destination) {
        return 1
                + Math.abs(offset(x(source), x(destination), columns, true))
                + Math.abs(offset(y(source), y(destination), rows, true));
    }

    /** {@code router (x,y)} for messages. */
    String name(int router) {
        int node = nodeOf[router];
        return "router (" + x(node) + "," + y(node) + ")";
    }
}
