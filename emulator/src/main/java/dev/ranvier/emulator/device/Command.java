package dev.ranvier.emulator.device;

import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.proto.Request;

/** What enters a device's queue. */
sealed interface Command {
    /**
     * A request of a client.
     *
     * @param session who asks
     * @param requestId number for the response; 0 = none wanted
     * @param request what is asked
     * @param batch the decoded block of InjectSpikes; null otherwise
     */
    record Ask(Session session, long requestId, Request request, SpikeBatch batch) implements Command {}

    /**
     * A client says goodbye: its lease ends now.
     *
     * @param session who
     * @param done run in the device's thread once it has let go
     */
    record Leave(Session session, Runnable done) implements Command {}

    /**
     * A connection is gone: its subscriptions end, its lease runs out.
     *
     * @param session whose
     */
    record Gone(Session session) implements Command {}
}
