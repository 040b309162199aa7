package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CrossbarCoreSpec;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A tick of one crossbar core of 256 axons and 256 neurons, density 0.1, per tick: integration of so many active axons by
 * rows or by columns, and the update of the neurons. Baselines of the same run: {@link #crossbarLoop}, which goes through
 * all axons and neurons as the references do, {@link #rowsPlain} (one addition per synapse) and {@link #scanPlain}. Gates,
 * for equal parameters: rows at least 2 times faster than rowsPlain from 20 axons on, and 10 times faster than crossbarLoop;
 * scan at least 4 times faster than scanPlain. Where columns overtake rows tells {@code BlockStep.DENSE_FROM}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CrossbarTick {
    private static final int SIDE = 256;
    private static final int WORDS = SIDE / CrossbarState.BLOCK;
    private static final int DENSITY = 10;
    private static final int THRESHOLD = 1000;

    /** Active axons. */
    @Param({"5", "20", "64", "160", "256"})
    public int active;

    /** True: all neurons have the same parameters, which then stay in registers. */
    @Param({"true", "false"})
    public boolean equal;

    private CoreBlock block;
    private ColumnCounter columnCounter;
    private CrossbarState state;
    private final int[] axons = new int[SIDE];
    private final long[] counts = new long[SIDE];
    private final NeuronScan.Frame frame = new NeuronScan.Frame();
    private final RowAdder rowAdder = new VectorRowAdder();
    private final RowAdder plainRows = new RowAdder.Plain();
    private final BitCounter bitCounter = new VectorBitCounter();
    private final NeuronScan vectorScan = new VectorNeuronScan();
    private final NeuronScan plainScan = new NeuronScan.Plain();

    /** A random core. */
    @Setup
    public void setUp() {
        Random random = new Random(1);
        ChipSpec spec = Chips.load("truenorth");
        CrossbarCoreSpec core = (CrossbarCoreSpec) spec.core();
        block = new CoreBlock(core);
        state = new CrossbarState(spec, 0, block);
        for (int axon = 0; axon < SIDE; axon++) {
            state.types[axon] = (byte) (axon % 4);
            for (int n = 0; n < SIDE; n++) {
                if (random.nextInt(DENSITY) == 0) {
                    state.rows[axon * WORDS + (n >> 6)] |= 1L << n;
                }
            }
        }
        for (int n = 0; n < SIDE; n++) {
            for (int type = 0; type < 4; type++) {
                state.weights[type * SIDE + n] = type - 1 - (equal ? 0 : n % 2);
            }
            state.positive[n] = THRESHOLD + (equal ? 0 : n);
            state.negative[n] = THRESHOLD;
            state.flags[n] = 1;
        }
        block.crossbars[0] = state.rows;
        block.types[0] = state.types;
        block.parameters[0] = new ParameterColumns().of(state, core, SIDE);
        columnCounter = new ColumnCounter(state);
        Arrays.setAll(axons, i -> i * SIDE / active);
        frame.parameters = block.parameters[0];
        frame.potential = block.potentials;
        frame.fired = block.fired;
        frame.blocks = (1L << WORDS) - 1;
    }

    /** By rows, vector kernel. */
    @Benchmark
    public int rows() {
        rowAdder.add(block, 0, (1L << WORDS) - 1, axons, 0, active);
        return block.potentials[7];
    }

    /** By rows, one addition per synapse. */
    @Benchmark
    public int rowsPlain() {
        plainRows.add(block, 0, (1L << WORDS) - 1, axons, 0, active);
        return block.potentials[7];
    }

    /** By columns. */
    @Benchmark
    public int columns() {
        columnCounter.add(axons, 0, active, bitCounter, counts);
        return block.potentials[7];
    }

    /** Every axon and every neuron: the baseline. */
    @Benchmark
    public int crossbarLoop() {
        int next = 0;
        for (int axon = 0; axon < SIDE && next < active; axon++) {
            if (axons[next] != axon) {
                continue;
            }
            next++;
            int weight = state.types[axon] * SIDE;
            for (int n = 0; n < SIDE; n++) {
                if ((state.rows[axon * WORDS + (n >> 6)] >>> n & 1) != 0) {
                    block.potentials[n] += state.weights[weight + n];
                }
            }
        }
        return block.potentials[7];
    }

    /** Update of all neurons, vector kernel. */
    @Benchmark
    public long scan() {
        vectorScan.scan(frame);
        return frame.changed;
    }

    /** The same, plain kernel. */
    @Benchmark
    public long scanPlain() {
        plainScan.scan(frame);
        return frame.changed;
    }
}
