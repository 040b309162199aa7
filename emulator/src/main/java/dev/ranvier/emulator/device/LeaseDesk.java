package dev.ranvier.emulator.device;

import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Acquire;
import dev.ranvier.firmware.proto.Event;
import dev.ranvier.firmware.proto.LeaseGrant;
import dev.ranvier.firmware.proto.QueuePosition;
import dev.ranvier.firmware.proto.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who may change a device: the lease, when it ends, and who waits for the next one. Owned by the device's thread. */
final class LeaseDesk {
    private static final int LINE_LENGTH = 16;

    /**
     * A lease.
     *
     * @param id its number on this device
     * @param session whose it is
     * @param label for others to see
     * @param seconds its length after the session's last frame
     */
    record Lease(long id, Session session, String label, int seconds) {}

    private record Waiting(Command.Ask ask, int seconds, String label) {}

    private final Device device;
    private final ServerOptions options;
    private final List<Waiting> line = new ArrayList<>();
    private long lastId;
    private volatile Lease lease;

    LeaseDesk(Device device, ServerOptions options) {
        this.device = device;
        this.options = options;
    }

    /** The lease, or null; readable by any thread. */
    Lease lease() {
        return lease;
    }

    /** True if {@code session} holds the lease; for any thread. */
    boolean holds(Session session) {
        Lease held = lease;
        return held != null && held.session == session;
    }

    /** Refuses whoever does not hold the lease. */
    void require(Session session) {
        if (holds(session)) {
            return;
        }
        Lease held = lease;
        String holder = held == null ? "nobody holds it" : "'" + held.label + "' holds it";
        if (session.hasLost(device.name())) {
            throw new DeviceException(
                    ErrorCode.LEASE_LOST,
                    "device",
                    "the lease of " + device.name() + " has ended (" + holder + " now): acquire it again");
        }
        throw new DeviceException(
                ErrorCode.LEASE_REQUIRED,
                "device",
                "this needs the lease of " + device.name() + " (" + holder + "): acquire it first");
    }

    /** Takes the lease, joins the line (null: the answer comes later), or is refused with BUSY. */
    Response.Builder acquire(Command.Ask ask) {
        Acquire acquire = ask.request().getAcquire();
        int seconds = seconds(acquire.getSeconds(), options.limits().leaseSecondsDefault());
        String label = acquire.getLabel().isEmpty() ? ask.session().client() : acquire.getLabel();
        Lease held = lease;
        if (held == null) {
            return Response.newBuilder().setLease(grant(ask.session(), label, seconds));
        }
        if (held.session == ask.session()) {
            lease = new Lease(held.id, held.session, label, seconds);
            return Response.newBuilder().setLease(describe());
        }
        if (acquire.getQueue() && line.size() < LINE_LENGTH) {
            line.add(new Waiting(ask, seconds, label));
            tell(line.size() - 1);
            return null;
        }
        throw DeviceException.error(
                        ErrorCode.BUSY,
                        "device " + device.name() + " is leased to '" + held.label + "'"
                                + (acquire.getQueue() ? ", and " + LINE_LENGTH + " wait for it already" : "")
                                + ": wait, wait in line (queue), or take another device")
                .path("device")
                .detail("lessee", held.label)
                .retryable()
                .build();
    }

    private LeaseGrant grant(Session session, String label, int seconds) {
        lease = new Lease(++lastId, session, label, seconds);
        session.found(device.name());
        device.log("leased to '" + label + "' for " + seconds + " s");
        return describe();
    }

    private LeaseGrant describe() {
        Lease held = lease;
        return LeaseGrant.newBuilder()
                .setLease(held.id)
                .setDevice(device.name())
                .setSeconds(held.seconds)
                .setTick(device.tick())
                .setImageDigest(device.imageDigest())
                .build();
    }

    private int seconds(int wanted, int otherwise) {
        int seconds = wanted == 0 ? otherwise : wanted;
        if (seconds < options.limits().leaseSecondsMin()
                || seconds > options.limits().leaseSecondsMax()) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "seconds",
                    "a lease of " + Integer.toUnsignedString(seconds) + " s; allowed: "
                            + options.limits().leaseSecondsMin() + ".."
                            + options.limits().leaseSecondsMax() + " s, renewed by every frame");
        }
        return seconds;
    }

    Response.Builder renew(Command.Ask ask) {
        require(ask.session());
        Lease held = lease;
        int seconds = seconds(ask.request().getRenew().getSeconds(), held.seconds);
        lease = new Lease(held.id, held.session, held.label, seconds);
        return Response.newBuilder().setRenewed(describe());
    }

    /** Ends the lease; the next in line gets it. */
    void end() {
        lease = null;
        while (lease == null && !line.isEmpty()) {
            Waiting next = line.removeFirst();
            Session session = next.ask.session();
            if (session.isOpen()) {
                session.respond(
                        next.ask.requestId(), Response.newBuilder().setLease(grant(session, next.label, next.seconds)));
            }
        }
        for (int i = 0; i < line.size(); i++) {
            tell(i);
        }
    }

    /** Takes a session out of the line. */
    void forget(Session session) {
        if (line.removeIf(waiting -> waiting.ask.session() == session)) {
            for (int i = 0; i < line.size(); i++) {
                tell(i);
            }
        }
    }

    private void tell(int place) {
        line.get(place)
                .ask
                .session()
                .send(Event.newBuilder()
                        .setDevice(device.name())
                        .setQueuePosition(QueuePosition.newBuilder().setPosition(place + 1)));
    }

    /** True if the holder has been silent for as long as its lease is. */
    boolean expired(long nanoTime) {
        Lease held = lease;
        return held != null && nanoTime - held.session.lastTraffic() > TimeUnit.SECONDS.toNanos(1) * held.seconds;
    }
}
