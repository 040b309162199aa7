package dev.ranvier.emulator.core.programmable;

/** Runs one entry over a block of units. All engines give the same bits. */
interface MicroEngine {
    /**
     * Runs {@code code} once for every lane. Registers, predicates and accumulators that the code may read before it
     * writes them hold their values at entry. Writes which units fired.
     */
    void run(MicroCode code, Lanes lanes);
}
