package dev.ranvier.emulator.fabric.mesh;

/**
 * The four named router pipelines (spike-router specification, A.2). They differ in how many cycles pass between the
 * write into an input buffer and the grant of the switch.
 */
public enum Pipeline {
    /**
     * Route computed one router ahead; the output channel is chosen by the switch allocator itself ("piggyback"). 0
     * cycles.
     */
    PB(0, true, true),
    /**
     * Route computed ahead; channel allocation and switch allocation happen in the same cycle, the latter
     * speculatively. 0 cycles.
     */
    SPEC(0, true, false),
    /** Route computed ahead; switch allocation follows channel allocation. 1 cycle. */
    LA(0, false, false),
    /** Route computation, channel allocation and switch allocation in three cycles. 2 cycles. */
    BASE(1, false, false);

    private final int routingDelay;
    private final boolean speculative;
    private final boolean piggyback;

    Pipeline(int routingDelay, boolean speculative, boolean piggyback) {
        this.routingDelay = routingDelay;
        this.speculative = speculative;
        this.piggyback = piggyback;
    }

    /** Cycles spent on computing the route: 0 if that happened one router ahead, else 1. */
    public int routingDelay() {
        return routingDelay;
    }

    /** True if a head flit may ask for the switch before it owns an output channel. */
    public boolean speculative() {
        return speculative;
    }

    /** True if the output channel is chosen together with the switch grant, without an allocator of its own. */
    public boolean piggyback() {
        return piggyback;
    }

    /** Cycles from buffer write to switch grant in an empty router: column A of the specification's table. */
    public int emptyRouterCycles() {
        return routingDelay + (speculative ? 0 : 1);
    }
}
