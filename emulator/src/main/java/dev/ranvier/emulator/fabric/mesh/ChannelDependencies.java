package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which channel a packet may hold while it waits for which other: the channel dependency graph of a routing function.
 * If it has no ring, the network cannot deadlock (Dally and Seitz 1987); this holds for the tree multicast of single
 * flits too, whose copies wait for the same channels as the unicast packets to the members.
 *
 * <p>A node of the graph is an output of a router with a channel class; the channels of a class are interchangeable.
 * Terminals take every flit, so ejection waits for nothing.
 */
public final class ChannelDependencies {
    private static final int CLASSES = 2;
    private static final int PER_ROUTER = Port.TERMINAL * CLASSES;
    private static final byte FRESH = 0;
    private static final byte ON_PATH = 1;
    private static final byte DONE = 2;

    private final MeshGeometry geometry;
    /** For each channel, the channels of the next router that it may wait for, as bits {@code output * 2 + class}. */
    private final byte[] waitsFor;

    private ChannelDependencies(MeshConfig config) {
        geometry = new MeshGeometry(config);
        waitsFor = new byte[geometry.nodes * PER_ROUTER];
        boolean xFirst = config.routing().xFirst();
        int firstSize = xFirst ? config.columns() : config.rows();
        int secondSize = xFirst ? config.rows() : config.columns();
        for (int second = 0; second < secondSize; second++) {
            runs(xFirst, firstSize, second, true);
        }
        for (int first = 0; first < firstSize; first++) {
            runs(!xFirst, secondSize, first, false);
        }
    }

    /**
     * A ring of channels that can wait for each other, each for the next and the last for the first; empty if there is
     * none.
     *
     * @param config network to look at
     */
    public static List<String> ring(MeshConfig config) {
        return new ChannelDependencies(config).ring();
    }

    /**
     * Refuses a network whose routing can deadlock.
     *
     * @throws RanvierException naming a ring of channels
     */
    public static void check(MeshConfig config) {
        List<String> ring = ring(config);
        if (!ring.isEmpty()) {
            throw new RanvierException("routing " + config.routing() + " on this " + config.topology()
                    + " can deadlock: " + String.join(" waits for ", ring) + " waits for the first; use routing X_FIRST"
                    + " or Y_FIRST with an even number of virtual channels");
        }
    }

    /** All straight runs within one row or column, and, after runs in the dimension travelled first, the turns. */
    private void runs(boolean alongX, int size, int other, boolean turns) {
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                if (from != to) {
                    int up = geometry.offset(from, to, size, true);
                    int down = geometry.offset(from, to, size, false);
                    run(alongX, size, other, from, up, turns);
                    if (down != up) {
                        run(alongX, size, other, from, down, turns);
                    }
                }
            }
        }
    }

    private void run(boolean alongX, int size, int other, int from, int offset, boolean turns) {
        int step = Integer.signum(offset);
        int output = (alongX ? Port.EAST : Port.NORTH) + (step > 0 ? 0 : 1);
        int kind = classOf(from + offset, size);
        int channel = 0;
        for (int k = 0; k != offset; k += step) {
            int next = channel(alongX, Math.floorMod(from + k, size), other, output, kind);
            if (k != 0) {
                waitsFor[channel] |= (byte) (1 << next % PER_ROUTER);
            }
            channel = next;
        }
        if (turns) {
            turn(channel, !alongX, other);
        }
    }

    /**
     * The last channel of a run may wait for the first channel of any run that starts at this place of the other
     * dimension.
     */
    private void turn(int channel, boolean alongX, int from) {
        int size = alongX ? geometry.columns : geometry.rows;
        for (int to = 0; to < size; to++) {
            for (int tie = 0; tie < 2 && to != from; tie++) {
                int offset = geometry.offset(from, to, size, tie == 0);
                int output = (alongX ? Port.EAST : Port.NORTH) + (offset > 0 ? 0 : 1);
                waitsFor[channel] |= (byte) (1 << (output * CLASSES + classOf(from + offset, size)));
            }
        }
    }

    private int classOf(int end, int size) {
        return geometry.config.routing().classes() && (end < 0 || end >= size) ? 1 : 0;
    }

    private int channel(boolean alongX, int along, int other, int output, int kind) {
        int node = alongX ? other * geometry.columns + along : along * geometry.columns + other;
        return node * PER_ROUTER + output * CLASSES + kind;
    }

    /** Depth-first search with its own stack. */
    private List<String> ring() {
        byte[] seen = new byte[waitsFor.length];
        int[] path = new int[waitsFor.length];
        byte[] left = new byte[waitsFor.length];
        for (int start = 0; start < waitsFor.length; start++) {
            int length = 0;
            if (seen[start] == FRESH) {
                path[length++] = start;
                seen[start] = ON_PATH;
                left[start] = waitsFor[start];
            }
            while (length > 0) {
                int channel = path[length - 1];
                if (left[channel] == 0) {
                    seen[channel] = DONE;
                    length--;
                    continue;
                }
                int bit = Integer.numberOfTrailingZeros(left[channel]);
                left[channel] &= (byte) (left[channel] - 1);
                int output = channel % PER_ROUTER / CLASSES;
                int next = geometry.neighbour[channel / PER_ROUTER * 8 + output] * PER_ROUTER + bit;
                if (seen[next] == ON_PATH) {
                    return names(path, length, next);
                }
                if (seen[next] == FRESH) {
                    path[length++] = next;
                    seen[next] = ON_PATH;
                    left[next] = waitsFor[next];
                }
            }
        }
        return List.of();
    }

    private List<String> names(int[] path, int length, int from) {
        List<String> names = new ArrayList<>();
        int begin = 0;
        while (path[begin] != from) {
            begin++;
        }
        for (int channel : Arrays.copyOfRange(path, begin, length)) {
            String kind = geometry.config.routing().classes() ? " class " + channel % CLASSES : "";
            names.add(geometry.name(channel / PER_ROUTER) + " output " + Port.name(channel % PER_ROUTER / CLASSES)
                    + kind);
        }
        return names;
    }
}
