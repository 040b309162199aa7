package dev.ranvier.emulator.core;

import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.trace.SpikeLog;
import java.util.function.IntFunction;

/**
 * The cores of one {@link dev.ranvier.emulator.chip.TickChip} from the loading of an image to the next: makes them, and
 * brings packets to them. A family whose packets touch more memory than a cache holds keeps what they touch together here.
 */
public interface CoreSet {
    /** Makes core {@code core}, empty; once per core. */
    TickCore create(int core);

    /**
     * Delivers a spike to a core that was made: axon (bits 19:0) and atom (bits 31:20: row of a population axon, or
     * delay). Called by one thread, while no core is at work.
     */
    void deliver(int core, int axonAndAtom, int value);

    /**
     * First half of tick {@code tick}, for part {@code part} of {@code parts}; parts may run on different threads.
     *
     * @param cores the cores that were made, by number
     * @param used numbers of those
     */
    default void beginTick(TickCore[] cores, int[] used, long tick, int part, int parts) {
        for (int i = part; i < used.length; i += parts) {
            cores[used[i]].beginTick(tick);
        }
    }

    /**
     * Brings the spikes of the tick to their targets without timing, and logs them if {@code spikes} is enabled; for
     * families whose ticks have a fixed length. Called by one thread, while no core is at work.
     *
     * @return false if the set leaves this to the chip: nothing was done
     */
    default boolean exchange(SpikeLog spikes, DirectFabric fabric) {
        return false;
    }

    /** Cores that have nothing in common: {@code factory} makes each, packets go to it itself. */
    static CoreSet of(int cores, IntFunction<TickCore> factory) {
        TickCore[] made = new TickCore[cores];
        return new CoreSet() {
            @Override
            public TickCore create(int core) {
                made[core] = factory.apply(core);
                return made[core];
            }

            @Override
            public void deliver(int core, int axonAndAtom, int value) {
                made[core].deliver(axonAndAtom, value);
            }
        };
    }
}
