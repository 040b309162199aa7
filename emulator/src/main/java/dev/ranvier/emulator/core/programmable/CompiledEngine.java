package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.MicroTable;

/** The one entry that it was compiled from, as generated code: segments that run one after the other. Immutable. */
final class CompiledEngine implements MicroEngine {
    /** A generated piece of an entry. */
    interface Segment {
        /** Runs the segment's instructions for all lanes. */
        void run(Lanes lanes, MicroTable[] tables);
    }

    private final Segment[] segments;
    private final MicroTable[] tables;

    CompiledEngine(MicroCode code, Segment[] segments) {
        this.segments = segments;
        tables = code.tables().toArray(new MicroTable[0]);
    }

    @Override
    public void run(MicroCode code, Lanes lanes) {
        for (Segment segment : segments) {
            segment.run(lanes, tables);
        }
    }
}
