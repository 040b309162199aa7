package dev.ranvier.emulator.chip;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.ClockSpec.TimePolicy;
import dev.ranvier.hw.FabricSpec;

/** How a chip that is emulated tick by tick treats time inside a tick. */
public enum Timing {
    /** Packets arrive in their tick; its length is that of the slowest core's work. */
    FUNCTIONAL,
    /** Every packet goes through the routers, cycle by cycle. */
    CYCLE;

    /**
     * What is used where nobody chooses: functional timing wherever the spikes cannot depend on it. They can where ticks
     * have a fixed length and the chip's operations take time.
     */
    public static Timing defaultFor(ChipSpec spec) {
        boolean canBeLate = spec.clock().policy() == TimePolicy.FIXED
                && spec.fabric().router() != FabricSpec.Router.DIRECT
                && spec.costs().items().values().stream().anyMatch(cost -> cost.nanoseconds() > 0);
        return canBeLate ? CYCLE : FUNCTIONAL;
    }
}
