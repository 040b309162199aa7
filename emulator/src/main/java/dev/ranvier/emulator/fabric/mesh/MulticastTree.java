package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.packet.DestinationGroups;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The dimension-ordered tree of a group: which outputs a group flit has to visit at a router, and what the copy for
 * each is. Members are kept sorted by the dimension that is travelled first and then by the other, so that what any
 * branch still has to serve is a contiguous range, and a flit carries only its two ends.
 *
 * <p>Owner: one network.
 */
final class MulticastTree {
    private final MeshGeometry geometry;
    private final boolean xFirst;
    private int known;
    private int[][] members = new int[16][];

    MulticastTree(MeshGeometry geometry) {
        this.geometry = geometry;
        xFirst = geometry.config.routing().xFirst();
    }

    /** Takes over all groups that have been registered since the last call. */
    void prepare(DestinationGroups groups) {
        if (groups.count() > members.length) {
            members = Arrays.copyOf(members, Math.max(members.length * 2, groups.count()));
        }
        for (int group = known; group < groups.count(); group++) {
            Integer[] order = new Integer[groups.size(group)];
            for (int k = 0; k < order.length; k++) {
                order[k] = groups.member(group, k);
            }
            Arrays.sort(order, Comparator.comparingInt(this::first).thenComparingInt(this::second));
            members[group] = new int[order.length];
            for (int k = 0; k < order.length; k++) {
                members[group][k] = order[k];
            }
        }
        known = groups.count();
    }

    /** Forgets all groups. */
    void clear() {
        known = 0;
    }

    private int first(int node) {
        return xFirst ? geometry.x(node) : geometry.y(node);
    }

    private int second(int node) {
        return xFirst ? geometry.y(node) : geometry.x(node);
    }

    /** Outputs that a group flit has to visit at a router, bit o = output o. */
    int outputs(int group, long flit, int router) {
        int outputs = 0;
        for (int output = 0; output < Port.COUNT; output++) {
            outputs |= from(group, flit, router, output) < to(group, flit, router, output) ? 1 << output : 0;
        }
        return outputs;
    }

    /**
     * The copy of a group flit that leaves a router through an output: a group flit for the rest of the branch, or an
     * ordinary flit for its only member.
     */
    long copy(int group, long flit, int router, int output) {
        int from = from(group, flit, router, output);
        int to = to(group, flit, router, output);
        int packet = Flit.packet(flit);
        if (to - from > 1) {
            return Flit.group(packet, from, to);
        }
        int node = geometry.nodeOf[router];
        int member = members[group][from];
        int dx = geometry.x(member) - geometry.x(node);
        int dy = geometry.y(member) - geometry.y(node);
        return Flit.routed(Flit.hop(Flit.body(packet, dx, dy, 0) | Flit.SINGLE, output), geometry.outputOf);
    }

    /** First member behind an output. */
    private int from(int group, long flit, int router, int output) {
        int node = geometry.nodeOf[router];
        int a = first(node);
        int b = second(node);
        return switch (direction(output)) {
            case -2 -> Flit.firstMember(flit);
            case -1 -> firstAtOrAfter(group, flit, a, -1);
            case 1 -> firstAtOrAfter(group, flit, a, b + 1);
            case 2 -> firstAtOrAfter(group, flit, a + 1, -1);
            default -> firstAtOrAfter(group, flit, a, b);
        };
    }

    /** Member after the last behind an output. */
    private int to(int group, long flit, int router, int output) {
        int node = geometry.nodeOf[router];
        int a = first(node);
        int b = second(node);
        return switch (direction(output)) {
            case -2 -> firstAtOrAfter(group, flit, a, -1);
            case -1 -> firstAtOrAfter(group, flit, a, b);
            case 1 -> firstAtOrAfter(group, flit, a + 1, -1);
            case 2 -> Flit.endMember(flit);
            default -> firstAtOrAfter(group, flit, a, b + 1);
        };
    }

    /** -2, 2: down and up in the dimension travelled first; -1, 1: in the other; 0: the terminal. */
    private int direction(int output) {
        int dimension = output / 2 == (xFirst ? 0 : 1) ? 2 : 1;
        return output == Port.TERMINAL ? 0 : (output & 1) == 0 ? dimension : -dimension;
    }

    /** Index, within the flit's range, of the first member whose coordinates are not before (a, b). */
    private int firstAtOrAfter(int group, long flit, int a, int b) {
        int[] sorted = members[group];
        int low = Flit.firstMember(flit);
        int high = Flit.endMember(flit);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int node = sorted[middle];
            if (first(node) < a || (first(node) == a && second(node) < b)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
