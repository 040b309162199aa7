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
    private final boolean vectors;
    private final boolean clearsFired;

    /** @param vectors whether the segments have vector loops */
    CompiledEngine(MicroCode code, Segment[] segments, boolean vectors) {
        // A single SPK writes the flag of every unit.
        clearsFired = !code.spikesOnce();
        this.segments = segments;
        this.vectors = vectors;
    }

    @Override
    public void run(MicroCode code, Lanes lanes) {
        MicroTable[] tables = code.tableArray();
        if (clearsFired) {
            lanes.clearFired();
        }
        if (vectors && code.draws() > 0) {
            lanes.ensureDraws(code);
            for (int k = 0; k < code.draws(); k++) {
                VectorMath.draw(lanes.keys[k], lanes.unit, lanes.draws[k], lanes.count);
            }
        }
        for (Segment segment : segments) {
            segment.run(lanes, tables);
        }
    }
}
