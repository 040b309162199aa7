package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.RandomNetwork;
import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.MemorySpec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that a host can see of a chip, for comparisons. */
record Observed(List<String> spikes, List<String> state, List<String> memories, Counters counters, byte[] snapshot) {
    static Observed of(Chip chip, RandomNetwork network, int cores) {
        List<String> spikes = new ArrayList<>();
        SpikeLog log = chip.spikeLog();
        int next = 0;
        for (int i = 0; i < log.ticks(); i++) {
            for (int k = 0; k < log.count(i); k++, next++) {
                spikes.add(log.firstTick() + i + ":" + log.source(next) + "*" + log.value(next));
            }
        }
        int[] sources = network.sources();
        List<String> state = new ArrayList<>();
        for (String variable : chip.stateVariables()) {
            long[] values = new long[sources.length];
            chip.readState(variable, sources, values);
            state.add(variable + "=" + Arrays.toString(values));
        }
        List<String> memories = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            for (MemorySpec memory : chip.spec().memories()) {
                MemoryBank bank = chip.memory(core, memory.name());
                long hash = 1;
                for (int a = 0; a < memory.depth(); a++) {
                    hash = hash * 31 + bank.read(a);
                }
                memories.add(core + "." + memory.name() + "=" + hash);
            }
        }
        return new Observed(spikes, state, memories, chip.counters(), snapshot(chip));
    }

    static byte[] snapshot(Chip chip) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            chip.save(new DataOutputStream(bytes));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
