package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Event;

/**
 * Where the events of a subscription go.
 *
 * @param sink takes an event; called in the connection's thread
 * @param queue what has come and is not taken
 */
record Subscriber(Sink sink, EventQueue<?> queue) {
    /** Takes events of one subscription. */
    interface Sink {
        /** An event. */
        void take(Event event);
    }
}
