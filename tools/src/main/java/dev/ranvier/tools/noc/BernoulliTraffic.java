package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.PacketBatch;
import dev.ranvier.hw.RanvierException;

/**
 * Random traffic: in every cycle every node emits a packet with the same probability. What is emitted is a function of
 * the seed, the cycle and the node alone.
 *
 * <p>Immutable.
 *
 * @param pattern destinations
 * @param columns nodes along x, at least 1
 * @param rows nodes along y, at least 1
 * @param rate packets per node and cycle, 0 .. 1
 * @param flits length of every packet, at least 1
 * @param seed any number
 */
public record BernoulliTraffic(TrafficPattern pattern, int columns, int rows, double rate, int flits, long seed) {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    /** Checks the ranges and that the pattern is defined on the grid. */
    public BernoulliTraffic {
        if (!(rate >= 0 && rate <= 1)) {
            throw new RanvierException("an offered rate of " + rate
                    + " packets per node and cycle: allowed are 0 .. 1, a node emits at most one packet per cycle");
        }
        if (flits < 1) {
            throw new RanvierException("packets of " + flits + " flits: give at least 1");
        }
        pattern.check(columns, rows);
    }

    /** Offers the packets of the fabric's present cycle; tag = cycle * nodes + source. Returns how many. */
    public int offer(Fabric fabric) {
        long cycle = fabric.cycle();
        long threshold = (long) (rate * 0x1p32);
        int nodes = columns * rows;
        int count = 0;
        for (int node = 0; node < nodes; node++) {
            long draw = mix(seed * GOLDEN + (cycle * nodes + node) * 0xD1B5_4A32_D192_ED03L);
            if (draw >>> 32 < threshold) {
                fabric.offer(
                        node, pattern.destination(node, mix(draw) >>> 32, columns, rows), flits, cycle * nodes + node);
                count++;
            }
        }
        return count;
    }

    /** The packets of cycles 0 .. cycles-1 as a list, in the order of cycles and nodes; tag = position in the list. */
    public PacketBatch list(long cycles) {
        PacketBatch batch = new PacketBatch();
        long threshold = (long) (rate * 0x1p32);
        int nodes = columns * rows;
        for (long cycle = 0; cycle < cycles; cycle++) {
            for (int node = 0; node < nodes; node++) {
                long draw = mix(seed * GOLDEN + (cycle * nodes + node) * 0xD1B5_4A32_D192_ED03L);
                if (draw >>> 32 < threshold) {
                    int destination = pattern.destination(node, mix(draw) >>> 32, columns, rows);
                    batch.add(cycle, node, destination, flits, batch.size());
                }
            }
        }
        return batch;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
