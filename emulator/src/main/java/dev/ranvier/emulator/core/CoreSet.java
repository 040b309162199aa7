package dev.ranvier.emulator.core;

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
