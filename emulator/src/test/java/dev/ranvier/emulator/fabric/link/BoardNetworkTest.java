package dev.ranvier.emulator.fabric.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.MeshPlanes;
import dev.ranvier.emulator.fabric.mesh.Multicast;
import dev.ranvier.emulator.fabric.mesh.Routing;
import dev.ranvier.hw.FabricSpec;
import dev.ranvier.hw.FabricSpec.LinkSpec;
import dev.ranvier.hw.GridSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("boards of several chips")
class BoardNetworkTest {
    /** A packet occupies a link for 32 / 8 = 4 cycles and comes out 20 cycles later. */
    private static BoardNetwork board(int chips, int perRow, int columns, int rows, boolean tree, int planes) {
        LinkSpec links = new LinkSpec(perRow, 20, 8, 32);
        MeshConfig config = MeshConfig.mesh(columns, rows)
                .withRouting(Routing.X_FIRST, tree ? Multicast.TREE : Multicast.COPIES_AT_SOURCE);
        return new BoardNetwork(
                new GridSpec(columns, rows, 1, chips),
                links,
                tree ? FabricSpec.Multicast.TREE : FabricSpec.Multicast.COPIES,
                () -> new MeshPlanes(config, planes));
    }

    private static List<String> drained(Fabric fabric) {
        Arrivals arrivals = new Arrivals();
        fabric.drain(arrivals);
        List<String> list = new ArrayList<>();
        for (int k = 0; k < arrivals.size(); k++) {
            list.add(arrivals.tag(k) + ": " + arrivals.source(k) + " to " + arrivals.destination(k) + ", "
                    + arrivals.generated(k) + " " + arrivals.injected(k) + " " + arrivals.arrived(k));
        }
        return list;
    }

    @Test
    @DisplayName("a packet crosses its router, waits for its turn on the link, is sent, and crosses the next router")
    void byHand() {
        BoardNetwork board = board(2, 2, 1, 1, false, 1);
        board.offer(0, 1, 1, 7);
        board.offer(0, 1, 1, 8);
        // A router without hops takes 5 cycles; 4 to send and 20 on the way; 5 again. The second packet leaves its
        // router one cycle later but has to wait for the link.
        long end = board.stepUntilEmpty();
        assertEquals(List.of("7: 0 to 1, 0 0 34", "8: 0 to 1, 0 1 38"), drained(board));
        assertEquals(39, end);
        assertEquals(0, board.inFlight());
        assertEquals(2, board.routersCrossed(0, 1));
        var east = board.statistics().links().stream()
                .filter(link -> link.port().equals("link +x"))
                .toList();
        assertEquals(1, east.size());
        assertEquals(2, east.getFirst().flits());
    }

    /** Random traffic, all nodes to all nodes and to groups. */
    private static List<String> run(BoardNetwork board, long seed, int stride, int saveAt) throws IOException {
        Random random = new Random(seed);
        int[] groups = new int[4];
        for (int g = 0; g < groups.length; g++) {
            groups[g] = board.group(
                    random.ints(0, board.nodes()).distinct().limit(4).toArray());
        }
        List<String> arrivals = new ArrayList<>();
        Fabric now = board;
        for (int cycle = 0; cycle < 400; cycle++) {
            for (int k = 0; k < 3; k++) {
                int source = random.nextInt(board.nodes());
                int to = random.nextInt(board.nodes());
                boolean group = random.nextInt(4) == 0;
                if (random.nextInt(8) == 0) {
                    long tag = cycle * 10L + k;
                    if (group) {
                        now.offerGroup(source, groups[random.nextInt(groups.length)], tag);
                    } else {
                        now.offer(source, to, 1, tag);
                    }
                }
            }
            if (cycle == saveAt) {
                arrivals.addAll(drained(now));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                now.save(new DataOutputStream(bytes));
                byte[] saved = bytes.toByteArray();
                BoardNetwork next = board(6, 3, 2, 2, board.nodes() == 24 && seed % 2 == 0, 1);
                next.load(new DataInputStream(new ByteArrayInputStream(saved)));
                now = next;
            }
            now.stepTo(cycle + 1);
            arrivals.addAll(drained(now));
        }
        if (stride == 0) {
            now.stepUntilEmpty();
        } else {
            while (now.inFlight() > 0) {
                now.stepTo(now.cycle() + stride);
            }
        }
        arrivals.addAll(drained(now));
        assertEquals(now.statistics().offered(), now.statistics().arrived());
        return arrivals;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("how far it is stepped at once, and whether it was saved in between, changes no arrival")
    void strides(long seed) throws IOException {
        boolean tree = seed % 2 == 0;
        List<String> one = run(board(6, 3, 2, 2, tree, 1), seed, 1, -1);
        assertTrue(one.size() > 100, "there is traffic: " + one.size());
        assertEquals(one, run(board(6, 3, 2, 2, tree, 1), seed, 0, -1));
        assertEquals(one, run(board(6, 3, 2, 2, tree, 1), seed, 1000, -1));
        assertEquals(one, run(board(6, 3, 2, 2, tree, 1), seed, 0, 200));
    }

    @Test
    @DisplayName("a copied packet crosses a link once for all its destinations behind it; copies at the source each do")
    void copies() {
        for (boolean tree : new boolean[] {true, false}) {
            BoardNetwork board = board(2, 2, 2, 2, tree, 1);
            int group = board.group(0, 5, 6, 7);
            board.offerGroup(3, group, 9);
            board.stepUntilEmpty();
            assertEquals(4, drained(board).size());
            long crossed = board.statistics().links().stream()
                    .filter(link -> link.port().equals("link +x"))
                    .mapToLong(link -> link.flits())
                    .sum();
            assertEquals(tree ? 1 : 3, crossed);
        }
    }

    @Test
    @DisplayName("a last row of chips that is shorter is reached too")
    void ragged() {
        BoardNetwork board = board(5, 3, 2, 1, false, 2);
        for (int from = 0; from < board.nodes(); from++) {
            for (int to = 0; to < board.nodes(); to++) {
                board.offer(from, to, 1, from * 100L + to);
            }
        }
        board.stepUntilEmpty();
        assertEquals(board.nodes() * board.nodes(), drained(board).size());
    }

    @Test
    @DisplayName("a damaged state is refused, and so are nodes that do not exist")
    void refused() throws IOException {
        BoardNetwork board = board(2, 2, 2, 2, false, 1);
        assertThrows(IllegalArgumentException.class, () -> board.offer(0, 8, 1, 0));
        board.offer(0, 7, 1, 1);
        board.stepTo(12);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        board.save(new DataOutputStream(bytes));
        byte[] saved = bytes.toByteArray();
        BoardNetwork other = board(3, 3, 2, 2, false, 1);
        assertThrows(IOException.class, () -> other.load(new DataInputStream(new ByteArrayInputStream(saved))));
    }
}
