package dev.ranvier.emulator.core.biophysical;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.RanvierException;

/** The five look-up tables of a core: three gates, calcium, phi (sections 5.3 to 5.5). Immutable. */
final class Tables {
    /** Entries of every table. */
    static final int ENTRIES = 129;

    private static final int ONE = 1 << 16;
    private static final int CALCIUM = 3;
    private static final int PHI = 4;

    private final int[][] tables = new int[5][ENTRIES];

    Tables(WordBank bank) {
        FieldSpec value = bank.spec().field("value");
        for (int t = 0; t < tables.length; t++) {
            for (int i = 0; i < ENTRIES; i++) {
                long entry = bank.field(t * ENTRIES + i, value);
                if (entry > ONE) {
                    throw new RanvierException(
                            "table entry " + (t * ENTRIES + i) + " is " + entry + ", allowed: 0..65536 (65536 = 1)");
                }
                tables[t][i] = (int) entry;
            }
        }
    }

    /** Gate table {@code gate}, 1..3. */
    int[] gate(int gate) {
        return tables[gate - 1];
    }

    /** The calcium driving function. */
    int[] calcium() {
        return tables[CALCIUM];
    }

    /** The table of the exponential Euler step. */
    int[] phi() {
        return tables[PHI];
    }

    /** {@code table} at potential {@code v} (2^-16 mV), linear between entries 2 mV apart. */
    static int atPotential(int[] table, int v) {
        int u = Math.min(Math.max(v + (128 << 16), 0), (256 << 16) - 1);
        int i = u >> 17;
        int fraction = (u >> 5) & 0xFFF;
        return table[i] + (((table[i + 1] - table[i]) * fraction + 2048) >> 12);
    }

    /** {@code table} at the total conductance {@code x} per tick (2^-28), 0 or more; linear between entries 1/16 apart. */
    static int atConductance(int[] table, long x) {
        long u = Math.min(x, (8L << 28) - 1);
        int i = (int) (u >> 24);
        int fraction = (int) (u >> 12) & 0xFFF;
        return table[i] + (((table[i + 1] - table[i]) * fraction + 2048) >> 12);
    }
}
