package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.cost.FabricCounters;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.emulator.trace.TickListener;
import dev.ranvier.hw.ChipSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** Carries the spikes of a tick from core to core, and says how long the tick took. Owned by its chip. */
sealed interface Exchange permits FunctionalExchange, CycleExchange {
    /** For a chip with this timing. */
    static Exchange of(ChipSpec spec, Timing timing) {
        return timing == Timing.CYCLE ? new CycleExchange(spec) : new FunctionalExchange(spec);
    }

    /**
     * An image was loaded, a state restored, or a core added.
     *
     * @param cores cores by number; null where there is none
     * @param set brings packets to them
     * @param used numbers of the cores there are, in the order in which they send
     * @param tiles tiles with cores in use
     */
    void attach(TickCore[] cores, CoreSet set, int[] used, int tiles);

    /** Nothing is under way any more; time and counters go on. */
    void restart();

    /** As when it was made: nothing is under way, time and counters begin at zero. */
    void clear();

    /** The host has sent a spike to core {@code core}. */
    void hostEvent(int core);

    /** Sends the spikes of tick {@code tick} on their way, delivers what arrives in it, and logs them if asked to. */
    void exchange(long tick, SpikeLog log);

    /** Chip time in ns since the image was loaded. */
    double nanoseconds();

    /** Chip time in ns since counting began. */
    double countedNanoseconds();

    /** Links crossed in x since counting began. */
    long hopsEastWest();

    /** Links crossed in y since counting began. */
    long hopsNorthSouth();

    /** The routers, where they are emulated. */
    default Optional<Fabric> routers() {
        return Optional.empty();
    }

    /** Lets somebody see what happens inside the ticks from now on; null: nobody. */
    default void listen(TickListener observer) {
        // Nothing happens inside a tick.
    }

    /** What the routers have done, where they are emulated. */
    Optional<FabricCounters> fabric();

    /** Counting begins. */
    void clearCounters();

    /** Writes the complete state. */
    void save(DataOutput out) throws IOException;

    /** Reads a state written by {@link #save}; {@link #attach} follows. */
    void load(DataInput in) throws IOException;
}
