package dev.ranvier.tools.network;

import dev.ranvier.hw.RanvierException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a network file holds.
 *
 * @param network the network
 * @param settings what the file says beside it
 */
public record NetworkDocument(Network network, RunSettings settings) {

    /**
     * The events of all stimuli, in the order of ticks, with channels counted through all inputs as
     * {@code ChipSession.inject} wants them.
     */
    public InputEvents inputEvents() {
        Map<String, Integer> firstChannel = new HashMap<>();
        int next = 0;
        for (Input input : network.inputs()) {
            firstChannel.put(input.name(), next);
            next += input.channels();
        }
        int count = settings.stimuli().stream()
                .mapToInt(stimulus -> stimulus.events().count())
                .reduce(0, Math::addExact);
        long[] ticks = new long[count];
        int[] channels = new int[count];
        int[] values = new int[count];
        int k = 0;
        for (Stimulus stimulus : settings.stimuli()) {
            Integer first = firstChannel.get(stimulus.input());
            if (first == null) {
                throw new RanvierException("stimulus '" + stimulus.source() + "' is for input '" + stimulus.input()
                        + "', which does not exist; inputs: " + firstChannel.keySet());
            }
            InputEvents events = stimulus.events();
            for (int i = 0; i < events.count(); i++, k++) {
                ticks[k] = events.ticks()[i];
                channels[k] = first + events.channels()[i];
                values[k] = events.values()[i];
            }
        }
        return new InputEvents(ticks, channels, values).inOrder();
    }
}
