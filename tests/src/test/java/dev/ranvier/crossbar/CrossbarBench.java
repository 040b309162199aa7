package dev.ranvier.crossbar;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Packet;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Random;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small networks on preset truenorth, and what came of them. */
final class CrossbarBench {
    /** Axons of a core. */
    static final int AXONS = 256;

    private CrossbarBench() {}

    /** A neuron without a target. */
    static CrossbarNeuron neuron(
            int potential, int reset, Reset mode, boolean saturates, int leak, int alpha, int beta, Random random) {
        return new CrossbarNeuron(
                potential, reset, mode, saturates, leak, alpha, -beta, new int[4], Target.NOWHERE, random);
    }

    /** The same with weights and a target. */
    static CrossbarNeuron with(CrossbarNeuron n, int[] weights, Target target) {
        return new CrossbarNeuron(
                n.potential(),
                n.reset(),
                n.mode(),
                n.saturates(),
                n.leak(),
                n.positiveThreshold(),
                n.negativeThreshold(),
                weights,
                target,
                n.random());
    }

    /** A core at (x, y) whose axons are of type 0, without neurons. */
    static CrossbarCoreModel core(int x, int y) {
        return new CrossbarCoreModel(x, y, new byte[AXONS]);
    }

    /** A row of synapses from the axons given. */
    static long[] row(int... axons) {
        long[] row = new long[AXONS / Long.SIZE];
        for (int axon : axons) {
            row[axon >> 6] |= 1L << axon;
        }
        return row;
    }

    /** A chip of so many nodes. */
    static ChipSpec spec(int columns, int rows) {
        return Chips.load("truenorth", List.of("grid.columns=" + columns, "grid.rows=" + rows));
    }

    /** An image of {@code cores}, for the packets given. */
    static CrossbarImage image(ChipSpec spec, List<CrossbarCoreModel> cores, List<Packet> packets) {
        return CrossbarAssembler.assemble(CrossbarNetwork.of("bench", cores, Optional.empty()), packets, spec);
    }

    /** A chip with {@code image}, spikes logged, the packets on their way. */
    static Chip start(CrossbarImage image, List<Packet> packets, int threads) {
        Chip chip = Machines.create(image.spec(), threads);
        chip.load(image.image());
        chip.spikeLog().enable(true);
        CrossbarImage.Stimulus stimulus = image.stimulus(packets);
        for (int i = 0; i < stimulus.stamps().length; i++) {
            chip.inject(stimulus.stamps()[i], stimulus.channels()[i], 1);
        }
        return chip;
    }

    /** Potential of neuron {@code n} of core {@code core}. */
    static long potential(Chip chip, int core, int n) {
        long[] out = new long[1];
        chip.readState("v", new int[] {core * chip.spec().core().neurons() + n}, out);
        return out[0];
    }

    /** The logged spikes as {@code tick:source}. */
    static List<String> spikes(Chip chip) {
        SpikeLog log = chip.spikeLog();
        List<String> all = new ArrayList<>();
        int next = 0;
        for (int t = 0; t < log.ticks(); t++) {
            for (int k = 0; k < log.count(t); k++) {
                all.add(log.firstTick() + t + ":" + log.source(next++));
            }
        }
        return all;
    }
}
