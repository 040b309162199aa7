package dev.ranvier.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ranvier.hw.ChipSpec;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceClientExampleTest {
    @Test
    @DisplayName("the documented example runs and prints what the board fires")
    void exampleRuns() {
        ChipSpec spec = EchoChip.small();
        try (DeviceServer server = DeviceServer.start(List.of(spec), EchoChip::new, ServerOptions.defaults())) {
            String story = DeviceClientExample.session("127.0.0.1", server.port(), EchoChip.image(spec));
            assertEquals("tick 2: neuron 0\ntick 2: neuron 7\ntick 3: neuron 3\nfired 3 times", story);
        }
    }
}
