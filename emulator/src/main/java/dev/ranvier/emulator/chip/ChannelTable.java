package dev.ranvier.emulator.chip;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.InputPort;
import java.util.List;

/**
 * The input channels of all ports of an image as plain arrays: channel i reaches {@code targets[offsets[i] .. offsets[i +
 * 1] - 1]}.
 *
 * @param offsets first target per channel; one more than there are channels
 * @param targets {@link AxonAddress}es
 * @param isError true for channels of error ports
 */
record ChannelTable(int[] offsets, long[] targets, boolean[] isError) {
    /** No channels. */
    static final ChannelTable NONE = new ChannelTable(new int[1], new long[0], new boolean[0]);

    /** The channels of {@code ports}; an error if a target's core does not exist on {@code spec}. */
    static ChannelTable of(List<InputPort> ports, ChipSpec spec) {
        int channels = ports.stream().mapToInt(InputPort::channels).sum();
        int[] offsets = new int[channels + 1];
        boolean[] isError = new boolean[channels];
        long[] targets =
                new long[ports.stream().mapToInt(p -> p.targets().length).sum()];
        int channel = 0;
        int at = 0;
        for (InputPort port : ports) {
            for (int i = 0; i < port.channels(); i++) {
                isError[channel] = port.kind() == InputPort.Kind.ERROR;
                for (int k = port.offsets()[i]; k < port.offsets()[i + 1]; k++) {
                    checkCore(AxonAddress.core(port.targets()[k]), spec);
                    targets[at++] = port.targets()[k];
                }
                offsets[++channel] = at;
            }
        }
        return new ChannelTable(offsets, targets, isError);
    }

    /** Refuses a core that does not exist on {@code spec}. */
    static void checkCore(int core, ChipSpec spec) {
        if (core < 0 || core >= spec.cores()) {
            throw new RanvierException(
                    "core " + core + " does not exist: chip '" + spec.name() + "' has cores 0.." + (spec.cores() - 1));
        }
    }

    int channels() {
        return isError.length;
    }

    /** Refuses a channel that does not exist. */
    void check(int channel) {
        if (channel < 0 || channel >= isError.length) {
            throw new RanvierException("input channel " + channel + " does not exist: the image has "
                    + (isError.length == 0 ? "no channels" : "channels 0.." + (isError.length - 1)));
        }
    }
}
