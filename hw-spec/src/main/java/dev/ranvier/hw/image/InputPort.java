package dev.ranvier.hw.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named group of input channels; a host injects events per channel, and a channel reaches one or more axons.
 *
 * @param name name in the network file
 * @param kind what its events are
 * @param offsets channel i reaches {@code targets[offsets[i] .. offsets[i + 1] - 1]}; one more than there are channels
 * @param targets {@link AxonAddress}es; owned by the image, not to be changed
 */
public record InputPort(String name, Kind kind, int[] offsets, long[] targets) {
    /** What the events of a port are. */
    public enum Kind {
        /** Spikes, optionally with a payload. */
        SPIKE,
        /** Values of a learning group's error vector for the tick of their stamp. */
        ERROR
    }

    /** Number of channels. */
    public int channels() {
        return offsets.length - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InputPort port
                && name.equals(port.name)
                && kind == port.kind
                && Arrays.equals(offsets, port.offsets)
                && Arrays.equals(targets, port.targets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, kind, Arrays.hashCode(offsets), Arrays.hashCode(targets));
    }
}
