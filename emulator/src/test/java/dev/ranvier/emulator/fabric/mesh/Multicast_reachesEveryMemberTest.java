package dev.ranvier.emulator.fabric.mesh;

import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.assertSame;
import static dev.ranvier.emulator.fabric.mesh.MeshScenarios.describe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Label("multicast")
@DisplayName("multicast")
class Multicast_reachesEveryMemberTest {
    private static MeshConfig tree(int columns, int rows) {
        return MeshConfig.mesh(columns, rows).withRouting(Routing.X_FIRST, Multicast.TREE);
    }

    @Property(tries = 150)
    @Label("every member gets every packet once, under any load, as copies and as a tree, x or y first")
    void everyMemberOnce(
            @ForAll @IntRange(min = 1, max = 6) int columns,
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 5) int depth,
            @ForAll @IntRange(min = 0, max = 2) int kind,
            @ForAll long seed) {
        Random random = new Random(seed);
        MeshConfig config = MeshConfig.mesh(columns, rows)
                .withBuffers(1, depth)
                .withRouting(
                        kind == 1 ? Routing.Y_FIRST : Routing.X_FIRST,
                        kind == 2 ? Multicast.COPIES_AT_SOURCE : Multicast.TREE);
        MeshNetwork network = new MeshNetwork(config);
        MeshNetwork permuted = new MeshNetwork(new MeshGeometry(config, reversed(config.nodes())), true);
        List<int[]> groups = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            int[] members = random.ints(0, config.nodes())
                    .distinct()
                    .limit(1 + random.nextInt(config.nodes()))
                    .toArray();
            assertEquals(k, network.group(members));
            permuted.group(members);
            groups.add(members);
        }
        PacketBatch packets = new PacketBatch();
        List<int[]> members = new ArrayList<>();
        for (int k = 0; k < 150; k++) {
            int source = random.nextInt(config.nodes());
            int group = random.nextInt(6);
            if (group == 5) {
                int destination = random.nextInt(config.nodes());
                packets.add(k / 10, source, destination, 1 + random.nextInt(3), k);
                members.add(new int[] {destination});
            } else {
                packets.addGroup(k / 10, source, group, k);
                members.add(groups.get(group));
            }
        }
        Arrivals arrivals = MeshScenarios.deliver(network, packets);
        Set<Long> got = new HashSet<>();
        for (int k = 0; k < arrivals.size(); k++) {
            assertTrue(got.add(arrivals.tag(k) * 100 + arrivals.destination(k)), "once");
        }
        Set<Long> wanted = new HashSet<>();
        for (int k = 0; k < members.size(); k++) {
            for (int member : members.get(k)) {
                wanted.add(k * 100L + member);
            }
        }
        assertEquals(wanted, got);
        assertEquals(arrivals.size(), network.statistics().arrived());
        assertEquals(0, network.inFlight());
        assertSame(describe(arrivals), describe(MeshScenarios.deliver(permuted, packets)));
    }

    private static int[] reversed(int count) {
        int[] numbers = new int[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = count - 1 - k;
        }
        return numbers;
    }

    @Test
    @DisplayName("a tree alone delivers every member exactly when a unicast packet alone would")
    void treeLatency() {
        MeshNetwork network = new MeshNetwork(tree(5, 5));
        int[] all = new int[25];
        Arrays.setAll(all, k -> k);
        network.offerGroup(7, network.group(all), 1);
        network.stepUntilEmpty();
        Arrivals arrivals = new Arrivals();
        network.drain(arrivals);
        assertEquals(25, arrivals.size());
        for (int k = 0; k < arrivals.size(); k++) {
            assertEquals(2 + 3 * network.routersCrossed(7, arrivals.destination(k)), arrivals.latency(k));
        }
    }

    @Test
    @DisplayName("a tree crosses every link of the members' common ways once, copies cross them again and again")
    void treeSavesTraffic() {
        int[] column = {4, 9, 14, 19, 24};
        MeshNetwork tree = new MeshNetwork(tree(5, 5));
        tree.offerGroup(0, tree.group(column), 1);
        tree.stepUntilEmpty();
        assertEquals(4 + 4 + 5, tree.statistics().traversals(), "4 links east, 4 north, 5 ejections");
        MeshNetwork copies = new MeshNetwork(MeshConfig.mesh(5, 5));
        copies.offerGroup(0, copies.group(column), 1);
        copies.stepUntilEmpty();
        assertEquals(5 + 6 + 7 + 8 + 9, copies.statistics().traversals());
    }

    @Test
    @DisplayName("a blocked branch delays its own copy; the others leave in the cycle in which they are picked")
    void blockedBranch() {
        // node 1 floods node 2, so that the group's copy for node 2 waits behind the flood; node 5 lies off the road
        MeshNetwork network = new MeshNetwork(tree(4, 2).withBuffers(1, 1));
        int group = network.group(2, 5);
        for (int k = 0; k < 40; k++) {
            network.offer(3, 2, 1, 1000 + k);
            network.offer(1, 2, 1, 2000 + k);
        }
        network.stepTo(30);
        network.offerGroup(0, group, 1);
        network.stepUntilEmpty();
        Arrivals arrivals = new Arrivals();
        network.drain(arrivals);
        long free = 0;
        long delayed = 0;
        for (int k = 0; k < arrivals.size(); k++) {
            free = arrivals.tag(k) == 1 && arrivals.destination(k) == 5 ? arrivals.latency(k) : free;
            delayed = arrivals.tag(k) == 1 && arrivals.destination(k) == 2 ? arrivals.latency(k) : delayed;
        }
        assertEquals(2 + 3 * 3, free);
        assertTrue(delayed > free + 5, "the copy into the flood took " + delayed);
    }

    @Test
    @DisplayName("a saved network keeps its groups and the copies still to be made")
    void savedGroups() {
        MeshNetwork network = new MeshNetwork(tree(4, 4));
        int group = network.group(0, 3, 12, 15, 6);
        network.offerGroup(5, group, 7);
        network.stepTo(6);
        MeshNetwork copy = new MeshNetwork(tree(4, 4));
        MeshScenarios.restore(copy, MeshScenarios.state(network));
        network.offerGroup(0, group, 8);
        copy.offerGroup(0, group, 8);
        network.stepUntilEmpty();
        copy.stepUntilEmpty();
        Arrivals first = new Arrivals();
        Arrivals second = new Arrivals();
        network.drain(first);
        copy.drain(second);
        assertEquals(10, first.size());
        assertSame(describe(first), describe(second));
    }

    @Test
    @DisplayName("a member named twice or outside of the network is refused")
    void errors() {
        MeshNetwork network = new MeshNetwork(tree(2, 2));
        RanvierException twice = assertThrows(RanvierException.class, () -> network.group(1, 2, 1));
        assertTrue(twice.getMessage().contains("node 1 is a member of group 0 twice"));
        RanvierException outside = assertThrows(RanvierException.class, () -> network.group(1, 4));
        assertTrue(outside.getMessage().contains("has node 4 as a member: the network has nodes 0..3"));
        assertThrows(RuntimeException.class, () -> network.offerGroup(0, 0, 1));
    }
}
