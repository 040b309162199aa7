package dev.ranvier.emulator.fabric.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.ranvier.emulator.fabric.Arrivals;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.emulator.fabric.mesh.MeshScenarios.Scenario;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.emulator.fabric.ranc.RancNetwork;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("allocation")
class MeshNetwork_doesNotAllocateTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource(Pipeline.class)
    @DisplayName("a network that has seen its traffic once allocates nothing")
    void nothing(Pipeline pipeline) {
        MeshConfig config = MeshConfig.mesh(6, 6).withPipeline(pipeline).withBuffers(1, 4);
        PacketBatch packets = new Scenario(config, 1, 0.05, 2, 400).packets();
        assertAllocatesNothing(new MeshNetwork(config), packets);
    }

    @Test
    @DisplayName("nor do several planes, or RANC's routers")
    void others() {
        MeshConfig config = MeshConfig.mesh(6, 6);
        assertAllocatesNothing(new MeshPlanes(config, 2), new Scenario(config, 1, 0.05, 2, 400).packets());
        PacketBatch single = new PacketBatch();
        for (int k = 0; k < 2000; k++) {
            single.add(k, k * 7 % 36, k * 11 % 36, 1, k);
        }
        assertAllocatesNothing(new RancNetwork(RancConfig.grid(6, 6)), single);
    }

    private static void assertAllocatesNothing(Fabric network, PacketBatch packets) {
        Arrivals arrivals = new Arrivals();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // the first rounds grow the lists; a round in which the virtual machine itself allocates may come, not always
        for (int round = 0; round < 20 && least > 0; round++) {
            network.reset();
            arrivals.clear();
            long before = threads.getCurrentThreadAllocatedBytes();
            network.deliver(packets, arrivals);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes");
        assertEquals(packets.size(), arrivals.size());
    }
}
