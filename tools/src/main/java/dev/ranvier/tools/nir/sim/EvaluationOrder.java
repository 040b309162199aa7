package dev.ranvier.tools.nir.sim;

import dev.ranvier.hw.RanvierException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which order nodes are evaluated within a step, and which edges carry the value of the step before.
 *
 * <p>Without cycles everything is worked out within one step, input to output. A cycle is cut at an edge out of a node
 * with state, and each cycle only once, so that every loop takes one step (specs/nir.md section 5.5). Where several cuts
 * are possible the one farthest from the Inputs is taken: feedback is late, not what goes forward. Nodes that delay by
 * themselves are known before the step begins and never need a cut.
 */
final class EvaluationOrder {

    private final int[][] predecessors;
    private final boolean[] stateful;
    private final boolean[] known;
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();
    private final boolean[][] late;

    private EvaluationOrder(int[][] predecessors, boolean[] stateful, boolean[] known) {
        this.predecessors = predecessors;
        this.stateful = stateful;
        this.known = known;
        this.late = new boolean[predecessors.length][];
        for (int node = 0; node < late.length; node++) {
            late[node] = new boolean[predecessors[node].length];
            successors.add(new ArrayList<>());
        }
        for (int node = 0; node < predecessors.length; node++) {
            for (int from : predecessors[node]) {
                successors.get(from).add(node);
            }
        }
    }

    /**
     * Orders nodes.
     *
     * @param predecessors per node the nodes with an edge into it
     * @param stateful per node whether its edges may be cut
     * @param known per node whether its value is known before the step: delays of at least one step
     * @param roots the Inputs
     * @throws RanvierException when a cycle has no node with state
     */
    static EvaluationOrder of(int[][] predecessors, boolean[] stateful, boolean[] known, List<Integer> roots) {
        EvaluationOrder result = new EvaluationOrder(predecessors, stateful, known);
        result.sort(result.distances(roots));
        return result;
    }

    /** All nodes, in order. */
    int[] order() {
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether the edge from {@code predecessors[node][edge]} carries the value of the step before. */
    boolean late(int node, int edge) {
        return late[node][edge];
    }

    private int[] distances(List<Integer> roots) {
        int[] distance = new int[predecessors.length];
        Arrays.fill(distance, -1);
        ArrayDeque<Integer> work = new ArrayDeque<>(roots);
        roots.forEach(root -> distance[root] = 0);
        while (!work.isEmpty()) {
            int node = work.poll();
            for (int to : successors.get(node)) {
                if (distance[to] < 0) {
                    distance[to] = distance[node] + 1;
                    work.add(to);
                }
            }
        }
        return distance;
    }

    private void sort(int[] distance) {
        int count = predecessors.length;
        boolean[] done = new boolean[count];
        while (order.size() < count) {
            boolean progress = false;
            for (int node = 0; node < count; node++) {
                if (!done[node] && ready(node, done, false)) {
                    done[node] = true;
                    order.add(node);
                    progress = true;
                }
            }
            if (!progress) {
                cut(done, distance);
            }
        }
    }

    private void cut(boolean[] done, int[] distance) {
        int best = -1;
        for (int node = 0; node < predecessors.length; node++) {
            if (!done[node] && ready(node, done, true) && (best < 0 || distance[node] > distance[best])) {
                best = node;
            }
        }
        if (best < 0) {
            throw new RanvierException("a cycle has no node with state; put a neuron or a Delay into it");
        }
        for (int edge = 0; edge < predecessors[best].length; edge++) {
            int from = predecessors[best][edge];
            late[best][edge] = late[best][edge] || (!done[from] && !known[from]);
        }
    }

    /** Whether all that a node needs is there, or (when cutting) is missing only from nodes with state. */
    private boolean ready(int node, boolean[] done, boolean cutting) {
        for (int edge = 0; edge < predecessors[node].length; edge++) {
            int from = predecessors[node][edge];
            boolean there = done[from] || known[from] || late[node][edge];
            if (!there && !(cutting && stateful[from] && leadsTo(node, from))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a way leads from one node to another, not counting nodes that are known before the step. */
    private boolean leadsTo(int start, int goal) {
        boolean[] seen = new boolean[predecessors.length];
        ArrayDeque<Integer> work = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!work.isEmpty()) {
            int node = work.poll();
            if (node == goal) {
                return true;
            }
            if (known[node]) {
                continue;
            }
            for (int to : successors.get(node)) {
                if (!seen[to]) {
                    seen[to] = true;
                    work.add(to);
                }
            }
        }
        return false;
    }
}
