package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Event;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the events of a subscription go.
 *
 * @param sink takes an event; called in the connection's thread
 * @param queue what has come and is not taken
 * @param expectedEpoch epoch that this client has begun by a load or reset: what is of an older one is dropped
 */
record Subscriber(Sink sink, EventQueue<?> queue, AtomicLong expectedEpoch) {
    /** Takes events of one subscription. */
    interface Sink {
        /** An event. */
        void take(Event event);
    }
}
