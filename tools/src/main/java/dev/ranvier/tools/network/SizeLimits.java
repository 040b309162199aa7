package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;

/**
 * How large a network that is read may become, checked before memory is allocated. The limits lie far above the chips
 * that networks are mapped onto (131,072 compartments and 128 MiB of synapses on Loihi), and below what an ordinary
 * machine can hold. Counts while a file is read; one thread.
 */
final class SizeLimits {
    /** Most neurons of a network; an input has at most as many channels. */
    static final int NEURONS = 1 << 22;
    /** Most synapses of a network. */
    static final int SYNAPSES = 1 << 26;
    /** Most stimulus events of a network file. */
    static final int EVENTS = 1 << 26;

    private long neurons;
    private long synapses;
    private long events;

    /** Counts {@code more} neurons. */
    void addNeurons(YamlNode place, long more) {
        neurons = add(place, "neurons", neurons, more, NEURONS);
    }

    /** Counts {@code more} synapses. */
    void addSynapses(YamlNode place, long more) {
        synapses = add(place, "synapses", synapses, more, SYNAPSES);
    }

    /** Counts {@code more} stimulus events. */
    void addEvents(YamlNode place, long more) {
        events = add(place, "events", events, more, EVENTS);
    }

    /** Synapses that may still come. */
    int synapsesLeft() {
        return (int) (SYNAPSES - synapses);
    }

    /** Stimulus events that may still come. */
    int eventsLeft() {
        return (int) (EVENTS - events);
    }

    private static long add(YamlNode place, String what, long before, long more, long most) {
        if (more > most - before) {
            throw place.error("needs " + more + " " + what + (before == 0 ? "" : " beside " + before + " before it")
                    + "; a network has at most " + most);
        }
        return before + more;
    }
}
