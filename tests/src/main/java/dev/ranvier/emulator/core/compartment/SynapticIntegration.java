package dev.ranvier.emulator.core.compartment;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Synaptic integration of 20 spikes in a core of 1024 compartments, per row. Sparse rows hold {@value #ROW} synapses
 * (density 0.1); dense rows hold all 1024. Baselines and limits of the same run: {@link #readModifyWrite} for sparse rows
 * (one load and one add to memory per synapse), {@link #denseLoop} and {@link #readBound} for dense rows. Gates: sparse
 * at least 0.85 of its limit, dense at least 0.5 of the read bound. A dense row that costs less than a sparse one of the
 * same synapses says that the break-even of {@link SynapseTable} is right.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SynapticIntegration {
    private static final int N = 1024;
    private static final int ROWS = 1024;
    private static final int SPIKES = 20;
    /** Synapses of a sparse row. */
    static final int ROW = 102;

    private final int[] sums = new int[64 * N];
    private final int[] words = new int[ROWS * ROW];
    private final byte[] weights = new byte[ROWS * N];
    private final int[] spiking = new int[SPIKES];
    private final int[] places = new int[SPIKES * ROW];
    private final DenseKernel vector = new DenseVectorKernel();
    private final DenseKernel plain = new DenseKernel.Plain();
    private final Random random = new Random(1);

    /** Random synapses and weights. */
    @Setup
    public void setUp() {
        random.nextBytes(weights);
        Arrays.setAll(words, i -> (random.nextInt(255) - 127) << 16 | random.nextInt(N));
        Arrays.setAll(places, i -> random.nextInt(sums.length));
        Arrays.setAll(spiking, i -> random.nextInt(ROWS));
    }

    private void nextSpikes() {
        for (int i = 0; i < SPIKES; i++) {
            spiking[i] = (spiking[i] * 5 + 77) & (ROWS - 1);
        }
    }

    /** Sparse rows into one slot of the accumulators. */
    @Benchmark
    @OperationsPerInvocation(SPIKES)
    public int sparse() {
        nextSpikes();
        for (int row : spiking) {
            CompartmentCore.addSparse(sums, words, row * ROW, (row + 1) * ROW, 0);
        }
        return sums[7];
    }

    /** Limit of sparse rows: a load and an add to a random place per synapse. */
    @Benchmark
    @OperationsPerInvocation(SPIKES)
    public int readModifyWrite() {
        for (int place : places) {
            sums[place & (sums.length - 1)] += place;
        }
        return sums[7];
    }

    /** Dense rows, vector kernel. */
    @Benchmark
    @OperationsPerInvocation(SPIKES)
    public int dense() {
        nextSpikes();
        vector.addRows(sums, 0, weights, spiking, SPIKES, N, 0);
        return sums[7];
    }

    /** Dense rows, plain loop: the baseline. */
    @Benchmark
    @OperationsPerInvocation(SPIKES)
    public int denseLoop() {
        nextSpikes();
        plain.addRows(sums, 0, weights, spiking, SPIKES, N, 0);
        return sums[7];
    }

    /** Limit of dense rows: the same bytes read once, eight at a time. */
    @Benchmark
    @OperationsPerInvocation(SPIKES)
    public long readBound() {
        nextSpikes();
        long sum = 0;
        for (int row : spiking) {
            for (int i = row * N; i < (row + 1) * N; i += 8) {
                sum += (long) LONGS.get(weights, i);
            }
        }
        return sum;
    }

    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
}
