package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.ranc.RancRouters;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How packets of the host reach the input buffer in front of node 0. Owned by its machine. */
interface HostPort {
    /** An event that the host has injected for the coming edge. */
    void event(long target, int value);

    /** The rising edge {@code now}, before the routers': may strobe their input. */
    void edge(long now, boolean tick, RancRouters routers);

    /** True if edges without events change nothing. */
    boolean idle();

    void clear();

    void save(DataOutput out) throws IOException;

    void load(DataInput in) throws IOException;
}
