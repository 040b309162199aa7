package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Operation;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * One instruction at a time over all lanes of a block: every instruction is a small loop. Owned by its core, since it has
 * scratch arrays.
 */
final class VectorEngine implements MicroEngine {
    private final LaneLoops loops;
    private final int[] result = new int[Lanes.MOST];
    private final IdentityHashMap<MicroCode, MicroStep[]> prepared = new IdentityHashMap<>();

    /** With vectors where they win. */
    VectorEngine() {
        this(MicroEngines.loops());
    }

    VectorEngine(LaneLoops loops) {
        this.loops = loops;
    }

    @Override
    public void run(MicroCode code, Lanes lanes) {
        MicroStep[] steps = prepared.get(code);
        if (steps == null) {
            steps = new MicroStep[code.instructions().size()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = new MicroStep(code, i);
            }
            prepared.put(code, steps);
        }
        lanes.clearFired();
        for (MicroStep step : steps) {
            execute(step, lanes);
        }
    }

    /** Forgets code that is no longer in use. */
    void forget() {
        prepared.clear();
    }

    private void execute(MicroStep step, Lanes lanes) {
        int[] guard = step.guard < 0 ? null : lanes.predicates[step.guard];
        int[] x = step.bankX == null ? result : MicroStep.source(step.bankX, step.x, step.rowX, lanes);
        int[] y = step.bankY == null ? result : MicroStep.source(step.bankY, step.y, step.rowY, lanes);
        int xo = MicroStep.offset(step.bankX, lanes);
        int yo = MicroStep.offset(step.bankY, lanes);
        switch (step.operation) {
            case CLR -> clear(lanes, guard, step.flip);
            case MAC -> loops.accumulate(lanes, x, xo, y, yo, guard, step.flip);
            case SPK -> spike(step, lanes, x, xo, guard);
            default -> {
                int[] d = MicroStep.source(step.bankD, step.d, null, lanes);
                int to = MicroStep.offset(step.bankD, lanes);
                if (guard == null) {
                    loops.compute(step, lanes, x, xo, y, yo, d, to);
                } else if (step.operation == Operation.MOV) {
                    loops.blend(x, xo, d, to, guard, step.flip, lanes.count);
                } else {
                    loops.compute(step, lanes, x, xo, y, yo, result, 0);
                    loops.blend(result, 0, d, to, guard, step.flip, lanes.count);
                }
            }
        }
    }

    private static void clear(Lanes lanes, int[] guard, int flip) {
        for (int i = 0; i < lanes.count; i++) {
            if (guard == null || (guard[i] ^ flip) != 0) {
                lanes.accumulator[i] = 0;
            }
        }
    }

    private static void spike(MicroStep step, Lanes lanes, int[] x, int xo, int[] guard) {
        int[] fired = lanes.fired;
        int[] payload = lanes.payload;
        int flip = step.flip;
        if (guard == null) {
            Arrays.fill(fired, 0, lanes.count, -1);
        } else {
            for (int i = 0; i < lanes.count; i++) {
                fired[i] |= guard[i] ^ flip;
            }
        }
        if (guard == null || step.spikesOnce) {
            // The payload of a unit that did not fire is not looked at.
            System.arraycopy(x, xo, payload, 0, lanes.count);
            return;
        }
        for (int i = 0; i < lanes.count; i++) {
            int mask = guard[i] ^ flip;
            payload[i] = (x[xo + i] & mask) | (payload[i] & ~mask);
        }
    }
}
