package dev.ranvier.emulator.device;

import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceInfo;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.RunEnd;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.SpikeSubscription;
import dev.ranvier.hw.image.ChipImage;

/** How a host uses a device, from the first call to the last: the example of {@link DeviceClient}. */
final class DeviceClientExample {
    private DeviceClientExample() {}

    /** Runs {@code image} for 10 ticks on the first free device of a server and returns what it fired. */
    static String session(String host, int port, ChipImage image) {
        StringBuilder story = new StringBuilder();
        try (DeviceClient client = DeviceClient.connect(host, port)) {
            DeviceInfo first = client.devices().getFirst();
            client.acquire(first.name()); // ours until the client is closed
            client.load(image);
            SpikeSubscription spikes = client.subscribeSpikes(Neurons.population("all"));
            client.inject(SpikeBatch.builder().add(1, 0).add(1, 7).add(2, 3).build());
            RunEnd end = client.run(10);
            spikes.until(end.tick()).forEach((tick, source, value) -> story.append("tick ")
                    .append(tick)
                    .append(": neuron ")
                    .append(source)
                    .append('\n'));
            long[] fired = client.readState("fired", Neurons.of(0, 3, 7));
            story.append("fired ").append(fired[0] + fired[1] + fired[2]).append(" times");
        }
        return story.toString();
    }
}
