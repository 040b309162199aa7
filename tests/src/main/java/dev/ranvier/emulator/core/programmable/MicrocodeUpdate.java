package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.microcode.MicroLibrary;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * TICK of 1024 neurons of a library program, per neuron. {@link #handWritten} is the baseline: the same program as one
 * loop with the Vector API, same bits, same draws. Gates: {@link #compiled} reaches at least 0.85, {@link #vector} at least
 * 0.35 of its speed. All three are compared bit by bit before they are measured. Last measured in thread CPU time, median of
 * five JVM starts on a shared machine: compiled 0.92 (Loihi) and 0.86 (TrueNorth), vector 0.41 and 0.43. One start in five
 * comes out slower for one of the loops, hand-written or generated: 0.5 to 0.8.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MicrocodeUpdate {
    private static final int N = 1024;
    private static final int CHECKED_TICKS = 200;

    /** The program. */
    @Param({"loihi_cuba_lif", "truenorth_lif"})
    public String program;

    private MicroCode code;
    private Lanes lanes;
    private MicroEngine vector;
    private MicroEngine compiled;

    /** Neurons with random input, after some ticks in which the three forms are compared. */
    @Setup
    public void setUp() {
        MicroProgram text = MicroLibrary.program(program);
        int[] constants =
                text.constants().stream().mapToInt(MicroProgram.Named::value).toArray();
        code = MicroCode.of(Entry.TICK, text.code().get(Entry.TICK), constants, text.tables());
        vector = new VectorEngine();
        compiled = MicroCompiler.compile(code);
        Lanes[] copies = {lanes(), lanes(), lanes()};
        for (int tick = 0; tick < CHECKED_TICKS; tick++) {
            for (Lanes copy : copies) {
                Arrays.fill(copy.keys, Draws.instructionKey(tick, Entry.TICK, 0));
            }
            lanes = copies[0];
            handWritten();
            lanes = copies[1];
            vector();
            lanes = copies[2];
            compiled();
            for (Lanes copy : copies) {
                boolean same = Arrays.equals(copies[0].fired, copy.fired);
                for (int k = 0; k < 3; k++) {
                    same &= Arrays.equals(copies[0].state[k], copy.state[k]);
                }
                if (!same) {
                    throw new IllegalStateException(program + " differs in tick " + tick);
                }
            }
        }
    }

    private Lanes lanes() {
        Random random = new Random(1);
        Lanes made = new Lanes();
        made.count = N;
        made.state = new int[16][N];
        made.inputs = new int[4][N];
        made.keys = new long[code.draws()];
        boolean small = program.equals("truenorth_lif");
        for (int i = 0; i < N; i++) {
            made.unit[i] = i;
            made.inputs[0][i] = small ? random.nextInt(40) - 10 : random.nextInt(4000) - 1000;
        }
        return made;
    }

    /** Baseline. */
    @Benchmark
    @OperationsPerInvocation(N)
    public int[] handWritten() {
        int[][] s = lanes.state;
        if (program.equals("truenorth_lif")) {
            HandWritten.trueNorth(
                    s[0],
                    lanes.inputs[0],
                    lanes.registers[1],
                    lanes.fired,
                    lanes.payload,
                    N,
                    code.constants(),
                    lanes.keys[0]);
        } else {
            HandWritten.loihi(s[0], s[1], s[2], lanes.inputs[0], lanes.fired, lanes.payload, N, code.constants());
        }
        return lanes.fired;
    }

    /** One instruction at a time over all neurons. */
    @Benchmark
    @OperationsPerInvocation(N)
    public int[] vector() {
        lanes.clearFor(code);
        vector.run(code, lanes);
        return lanes.fired;
    }

    /** Generated code. */
    @Benchmark
    @OperationsPerInvocation(N)
    public int[] compiled() {
        lanes.clearFor(code);
        compiled.run(code, lanes);
        return lanes.fired;
    }
}
