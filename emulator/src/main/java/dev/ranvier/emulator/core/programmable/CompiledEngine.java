package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.MicroTable;

/** One entry as generated code: a few segments, run one after the other over the whole block. Immutable. */
final class CompiledEngine implements MicroEngine {
    /** A generated piece of an entry. */
    interface Segment {
        /** Runs the segment's instructions for all lanes. */
        void run(Lanes lanes, MicroTable[] tables);
    }

    private final MicroCode code;
    private final Segment[] segments;
    private final MicroTable[] tables;

    CompiledEngine(MicroCode code, Segment[] segments) {
        this.code = code;
        this.segments = segments;
        tables = code.tables().toArray(new MicroTable[0]);
    }

    @Override
    public void run(MicroCode which, Lanes lanes) {
        if (which != code) {
            throw new IllegalStateException("this engine was compiled for another entry");
        }
        for (Segment segment : segments) {
            segment.run(lanes, tables);
        }
    }
}
