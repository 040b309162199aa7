package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.hw.CrossbarCoreSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of cores in the form that the kernels read. One that is equal for all neurons of a core is a block of 64 equal values,
 * which all cores of the chip share: on a large chip it stays in the cache, where a row per core would not. Used by the
 * chip's owner thread while configurations are decoded.
 */
final class ParameterColumns {
    private final Map<Integer, Column> uniform = new HashMap<>();
    private final Map<List<Column>, Map<Integer, ScanParameters>> sets = new HashMap<>();
    private final Map<ByteBuffer, byte[]> types = new HashMap<>();

    /**
     * A parameter of all neurons: that of neuron n = first + lane of the block at {@code first} is {@code values[base +
     * step * first + lane]}.
     *
     * @param values the values
     * @param base where those of neuron 0 lie
     * @param step 1, or 0 if every block reads the same values
     */
    record Column(int[] values, int base, int step) {
        int at(int first, int lane) {
            return values[base + step * first + lane];
        }
    }

    /** The column of {@code neurons} neurons whose values begin at {@code values[base]}. */
    Column of(int[] values, int base, int neurons) {
        int value = neurons == 0 ? 0 : values[base];
        for (int n = 1; n < neurons; n++) {
            if (values[base + n] != value) {
                return new Column(values, base, 1);
            }
        }
        return uniform.computeIfAbsent(value, v -> {
            int[] block = new int[CrossbarState.BLOCK];
            Arrays.fill(block, v);
            return new Column(block, 0, 0);
        });
    }

    /** What the neuron scan needs of a core of which {@code neurons} neurons are in use: one object for equal cores. */
    ScanParameters of(CrossbarState state, CrossbarCoreSpec core, int neurons) {
        ScanParameters made = new ScanParameters(state, core, neurons, this);
        if (!made.isUniform) {
            return made;
        }
        return sets.computeIfAbsent(made.columns(), columns -> new HashMap<>()).computeIfAbsent(neurons, n -> made);
    }

    /** A copy of {@code ofCore}, the types of a core's axons: one array for equal cores. */
    byte[] types(byte[] ofCore) {
        return types.computeIfAbsent(ByteBuffer.wrap(ofCore.clone()), ByteBuffer::array);
    }
}
