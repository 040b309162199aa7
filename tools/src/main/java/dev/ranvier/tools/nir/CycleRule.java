package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.List;

/** Finds a cycle through no node with state: its values would depend on themselves in the same instant. */
final class CycleRule {

    private final Cells cells;
    private final byte[] mark;
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private CycleRule(Cells cells) {
        this.cells = cells;
        this.mark = new byte[cells.count()];
    }

    static void check(Cells cells, NirFindings findings) {
        CycleRule rule = new CycleRule(cells);
        for (int cell = 0; cell < cells.count(); cell++) {
            if (rule.mark[cell] == 0 && !cells.nodes[cell].stateful()) {
                List<Integer> cycle = rule.search(cell);
                if (cycle != null) {
                    List<String> names = cycle.stream().map(cells.names::get).toList();
                    findings.fault(
                            NirReason.STATELESS_CYCLE,
                            String.join(" -> ", names),
                            "this cycle has no node with state; put a neuron or a Delay above 0 s into it");
                }
            }
        }
    }

    /** Depth first without recursion: graphs may be long chains. */
    private List<Integer> search(int start) {
        List<Integer> path = new ArrayList<>();
        List<Integer> nextChild = new ArrayList<>();
        path.add(start);
        nextChild.add(0);
        mark[start] = OPEN;
        while (!path.isEmpty()) {
            int last = path.size() - 1;
            int cell = path.get(last);
            int child = nextChild.get(last);
            if (child == cells.successors[cell].length) {
                mark[cell] = DONE;
                path.removeLast();
                nextChild.removeLast();
                continue;
            }
            nextChild.set(last, child + 1);
            int next = cells.successors[cell][child];
            if (cells.nodes[next].stateful() || mark[next] == DONE) {
                continue;
            }
            if (mark[next] == OPEN) {
                List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(next), path.size()));
                cycle.add(next);
                path.forEach(open -> mark[open] = DONE);
                return cycle;
            }
            mark[next] = OPEN;
            path.add(next);
            nextChild.add(0);
        }
        return null;
    }
}
