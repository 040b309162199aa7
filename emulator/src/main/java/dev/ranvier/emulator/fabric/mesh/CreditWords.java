package dev.ranvier.emulator.fabric.mesh;

import dev.ranvier.emulator.fabric.packet.StateArrays;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Credits on their way back to senders with one channel, as a wheel: for each coming cycle and router one word with a
 * byte per output, added to the router's credits as a whole.
 *
 * <p>Owner: one kernel.
 */
final class CreditWords {
    private final int nodes;
    private final int words;
    private final long[] credits; // slot * nodes + router
    private final long[] routers; // slot * words + router / 64: which words are not zero

    CreditWords(int slots, int nodes) {
        this.nodes = nodes;
        words = (nodes + 63) >>> 6;
        credits = new long[slots * nodes];
        routers = new long[slots * words];
    }

    /** A credit for {@code link = router * 8 + output} that arrives at the cycle of a slot. */
    void give(int slot, int link) {
        int router = link >>> 3;
        credits[slot * nodes + router] += 1L << ((link & 7) << 3);
        routers[slot * words + (router >>> 6)] |= 1L << router;
    }

    /**
     * Takes the set of routers 64 * word .. 64 * word + 63 that get credits at a slot; the caller takes their words.
     */
    long takeRouters(int slot, int word) {
        long set = routers[slot * words + word];
        if (set != 0) {
            routers[slot * words + word] = 0;
        }
        return set;
    }

    /** Takes the word of a router. */
    long take(int slot, int router) {
        long word = credits[slot * nodes + router];
        credits[slot * nodes + router] = 0;
        return word;
    }

    /** True if any credit arrives at a slot. */
    boolean any(int slot) {
        long any = 0;
        for (int word = slot * words; word < (slot + 1) * words; word++) {
            any |= routers[word];
        }
        return any != 0;
    }

    void clear() {
        Arrays.fill(credits, 0);
        Arrays.fill(routers, 0);
    }

    void save(DataOutput out) throws IOException {
        StateArrays.save(out, credits);
        StateArrays.save(out, routers);
    }

    void load(DataInput in) throws IOException {
        StateArrays.load(in, credits);
        StateArrays.load(in, routers);
    }
}
