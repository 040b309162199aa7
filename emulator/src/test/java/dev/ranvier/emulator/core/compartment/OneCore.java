package dev.ranvier.emulator.core.compartment;

import dev.ranvier.emulator.CoreWords;
import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import java.util.List;
import java.util.function.Consumer;

/** A board with one core in use, channel i of the host going to axon i: for tests of single compartments. */
final class OneCore implements AutoCloseable {
    private static final int CHANNELS = 16;

    final Chip chip;

    private OneCore(Chip chip) {
        this.chip = chip;
    }

    /** A core of profile {@code profile} that {@code words} configures. */
    static OneCore of(String profile, Consumer<CoreWords> words) {
        ChipSpec spec = Chips.load("loihi", List.of("profile=" + profile));
        CoreWords core = new CoreWords(spec, 0);
        core.threshold(0, 131071);
        words.accept(core);
        long[] targets = new long[CHANNELS];
        int[] offsets = new int[CHANNELS + 1];
        for (int i = 0; i < CHANNELS; i++) {
            targets[i] = AxonAddress.spike(0, i, 0);
            offsets[i + 1] = i + 1;
        }
        Chip chip = Machines.create(spec, 1);
        chip.load(ChipImage.of(
                "one",
                spec.name(),
                spec.digest(),
                core.sections(),
                List.of(new InputPort("in", InputPort.Kind.SPIKE, offsets, targets)),
                List.of()));
        chip.spikeLog().enable(true);
        return new OneCore(chip);
    }

    /** One compartment with these decays, no refractory time, no bias and a threshold out of reach. */
    static OneCore neuron(String profile, int decayU, int decayV) {
        return of(profile, core -> core.compartments(1)
                .profile(0, decayU, decayV, profile.equals("lava") ? 0 : 1, false));
    }

    /** A state variable of compartment {@code i}. */
    long get(String variable, int i) {
        long[] out = new long[1];
        chip.readState(variable, new int[] {i}, out);
        return out[0];
    }

    long u() {
        return get("u", 0);
    }

    long v() {
        return get("v", 0);
    }

    /** Sets u or v of compartment {@code i}, as a host does. */
    OneCore poke(String variable, int i, long value) {
        FieldSpec field = chip.spec().memory("compartment_state").field(variable);
        MemoryBank bank = chip.memory(0, "compartment_state");
        int address = i * bank.spec().entryWords() + field.word();
        bank.write(address, field.with(bank.read(address), value));
        return this;
    }

    OneCore poke(String variable, long value) {
        return poke(variable, 0, value);
    }

    OneCore ticks(long ticks) {
        chip.advance(ticks);
        return this;
    }

    OneCore inject(long stamp, int channel) {
        chip.inject(stamp, channel, 1);
        return this;
    }

    /** Spikes of compartment 0 since the last call. */
    int spikes() {
        int count = 0;
        for (int i = 0; i < chip.spikeLog().size(); i++) {
            count += chip.spikeLog().source(i) == 0 ? 1 : 0;
        }
        chip.spikeLog().clear();
        return count;
    }

    @Override
    public void close() {
        chip.close();
    }
}
