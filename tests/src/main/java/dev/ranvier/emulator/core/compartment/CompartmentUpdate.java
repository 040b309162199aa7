package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.FieldSpec;
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
 * The neuron scan of a full Loihi core, profile nengo, per compartment. {@link #branchFreeLoop} is the baseline: the same
 * arithmetic as a plain loop without branches, wrapping or statistics, and its spikes packed into a bitmap; {@link
 * #readBound} is the limit: reading once what a scan reads. The vector kernel also counts wraps and clips and notes which
 * blocks are at rest. Gate: it takes at most 0.4 of the baseline; not met when last measured (0.57), because the compiler
 * of JDK 25 vectorises the baseline too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CompartmentUpdate {
    private static final int N = 1024;

    private final UpdateKernel.Frame frame = new UpdateKernel.Frame();
    private final UpdateKernel vector = new NengoVectorKernel();
    private final UpdateKernel plain = new NengoKernel();
    private final int[] flags = new int[N];

    private static void set(WordBank bank, int entry, String name, long value) {
        FieldSpec field = bank.spec().field(name);
        int address = entry * bank.spec().entryWords() + field.word();
        bank.write(address, field.with(bank.read(address), value));
    }

    /** A core of 1024 compartments with input in the accumulators. */
    @Setup
    public void setUp() {
        ChipSpec spec = Chips.load("loihi");
        var profile = ((CompartmentCoreSpec) spec.core()).profile();
        WordBank registers = new WordBank(spec.memory("registers"));
        set(registers, 0, "compartments", N);
        set(registers, 0, "neg_limit", 23);
        set(registers, 0, "pos_limit", 7);
        WordBank profiles = new WordBank(spec.memory("profiles"));
        set(profiles, 0, "decay_u", 1024);
        set(profiles, 0, "decay_v", 128);
        set(profiles, 0, "refractory", 1);
        WordBank thresholds = new WordBank(spec.memory("thresholds"));
        set(thresholds, 0, "vth", 10_000);
        frame.config = new CompartmentConfig(
                registers,
                new WordBank(spec.memory("compartment_config")),
                profiles,
                thresholds,
                new WordBank(spec.memory("noise")),
                profile);
        frame.state = new CompartmentState(spec.memory("compartment_state"), profile.semantics());
        frame.sums = new int[N];
        Random random = new Random(1);
        for (int i = 0; i < N; i++) {
            frame.sums[i] = random.nextInt(200) - 100;
        }
        frame.noise = new int[0];
        frame.fired = new long[N / 64];
        frame.firedLow = new long[N / 64];
        frame.blocks = (1L << (N / 64)) - 1;
    }

    /** The vector kernel. */
    @Benchmark
    @OperationsPerInvocation(N)
    public long vector() {
        vector.update(frame);
        return frame.changed;
    }

    /** Its plain twin, in long arithmetic. */
    @Benchmark
    @OperationsPerInvocation(N)
    public long plain() {
        plain.update(frame);
        return frame.changed;
    }

    /** Baseline: masks instead of branches, 32-bit arithmetic. */
    @Benchmark
    @OperationsPerInvocation(N)
    public int[] branchFreeLoop() {
        int[] u = frame.state.u;
        int[] v = frame.state.v;
        CompartmentConfig c = frame.config;
        for (int i = 0; i < N; i++) {
            int newU = decay(u[i], c.keepU[i]) + (frame.sums[i] << 6);
            int newV = Math.min(Math.max(decay(v[i], c.keepV[i]) + newU + c.bias[i], c.vmin), c.vmax);
            int fires = (c.threshold[i] - newV) >> 31;
            flags[i] = fires;
            u[i] = newU;
            v[i] = newV & ~fires;
        }
        for (int block = 0; block < N / 64; block++) {
            long bits = 0;
            for (int i = 0; i < 64; i++) {
                bits |= (flags[block * 64 + i] & 1L) << i;
            }
            frame.fired[block] = bits;
        }
        return flags;
    }

    private static int decay(int x, int keep) {
        int sign = x >> 31;
        int magnitude = (x ^ sign) - sign;
        int kept = (magnitude >> 12) * keep + (((magnitude & 4095) * keep) >> 12);
        return (kept ^ sign) - sign;
    }

    /** Limit: everything that a scan reads, read once. */
    @Benchmark
    @OperationsPerInvocation(N)
    public int readBound() {
        CompartmentConfig c = frame.config;
        int sum = 0;
        for (int i = 0; i < N; i++) {
            sum += frame.state.u[i]
                    + frame.state.v[i]
                    + frame.sums[i]
                    + c.keepU[i]
                    + c.keepV[i]
                    + c.bias[i]
                    + c.threshold[i];
        }
        return sum;
    }
}
