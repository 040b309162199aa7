package dev.ranvier.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ranvier.firmware.ActiveRun;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.RunRequest;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamingAllocationTest {
    @Test
    @DisplayName("a device's thread allocates nothing over 10,000 ticks and more with spikes and state streamed")
    void deviceThreadAllocatesNothing() throws Exception {
        try (Bench bench = new Bench();
                DeviceClient client = bench.holder(20)) {
            AtomicLong spikes = new AtomicLong();
            client.subscribeSpikes(Neurons.all(), batch -> spikes.addAndGet(batch.size()));
            client.subscribeState("fired", Neurons.of(1), 100, sample -> {});
            Thread device = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("ranvier-device-echo:0"))
                    .findFirst()
                    .orElseThrow();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            ActiveRun run = client.start(RunRequest.ticks(Long.MAX_VALUE / 2));
            passTicks(client, 500_000); // warm-up
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5 && least > 0; i++) {
                long before = threads.getThreadAllocatedBytes(device.threadId());
                passTicks(client, 20_000);
                least = Math.min(least, threads.getThreadAllocatedBytes(device.threadId()) - before);
            }
            assertEquals(0, least);
            long ticks = run.pause().ticks();
            Bench.eventually(10, () -> spikes.get() == 20 * ticks);
            assertTrue(ticks > 520_000);
        }
    }

    /** Waits for so many ticks; asking for the list does not disturb the device's thread. */
    private static void passTicks(DeviceClient client, long ticks) {
        long start = client.devices().getFirst().tick();
        Bench.eventually(20, () -> client.devices().getFirst().tick() >= start + ticks);
    }
}
