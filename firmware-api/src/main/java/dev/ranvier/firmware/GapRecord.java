package dev.ranvier.firmware;

import dev.ranvier.firmware.proto.Gap;

/** Counts the ticks that a subscription was not sent. Written by the connection's thread, read by any. */
final class GapRecord {
    private long ticks;

    synchronized void add(long from, long to) {
        ticks += to - from + 1;
    }

    synchronized long ticks() {
        return ticks;
    }

    /** What the reader of a subscription that was cut is told. */
    static DeviceException cut(Gap gap) {
        return DeviceException.error(
                        ErrorCode.RESOURCE_EXHAUSTED,
                        "the subscription was cut because its reader was too slow: ticks " + gap.getFromTick() + ".."
                                + gap.getToTick()
                                + " and later are missing; read faster, choose fewer neurons, or subscribe to the newest data only")
                .detail("from_tick", Long.toString(gap.getFromTick()))
                .detail("to_tick", Long.toString(gap.getToTick()))
                .build();
    }
}
