package dev.ranvier.firmware.wire;

import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.SpikeBlock;
import dev.ranvier.firmware.proto.StateSamples;

/**
 * What a message costs of the window of its stream: 32 bytes, plus the bytes of its columns. Known to both sides without
 * looking at frames. Stateless.
 */
public final class WindowCost {
    /** Cost of a message without any column, bytes: about what envelope and numbers take. */
    public static final int FIXED = 32;

    private WindowCost() {}

    /** Cost of a block of spikes. */
    public static int of(SpikeBlock block) {
        return FIXED
                + block.getCounts().size()
                + block.getSources().size()
                + block.getValues().size()
                + block.getCycles().size();
    }

    /** Cost of samples. */
    public static int of(StateSamples samples) {
        return FIXED + samples.getTicks().size() + samples.getValues().size();
    }

    /** Cost of an event; 0 for one without columns. */
    public static int of(Event event) {
        return switch (event.getContentCase()) {
            case SPIKES -> of(event.getSpikes());
            case SAMPLES -> of(event.getSamples());
            default -> 0;
        };
    }
}
