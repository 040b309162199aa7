package dev.ranvier.tools.microcode;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Neurons of one program under constant inputs on a programmable core: the quick look at a program.
 *
 * @param spikes spikes in the order of ticks
 * @param states final state words per neuron
 */
public record UnitRun(List<Spike> spikes, int[][] states) {
    private static final int SLOTS = 64;
    private static final int INPUTS = 4;

    /**
     * A spike.
     *
     * @param tick tick, from 0
     * @param neuron neuron
     * @param payload payload
     */
    public record Spike(long tick, int neuron, int payload) {}

    /**
     * Runs {@code neurons} neurons for {@code ticks} ticks.
     *
     * @param inputs value of a0..a3 in every tick
     * @param seed seed of the random draws
     */
    public static UnitRun of(MicroProgram program, int neurons, int ticks, int[] inputs, long seed) {
        if (!program.code().containsKey(Entry.TICK)) {
            throw new RanvierException("program '" + program.name()
                    + "' has no entry .tick: it is a learning program and needs synapses to run on");
        }
        int[] none = new int[neurons];
        Arrays.fill(none, -1);
        UnitNetwork network = new UnitNetwork(
                program.name(),
                List.of(program),
                new int[neurons],
                none,
                null,
                new int[0],
                List.of(),
                List.of(),
                new UnitNetwork.Random(seed, 0, 0));
        ChipSpec spec = Chips.load("ranvier", List.of("profile=" + ProgrammableCoreSpec.PROFILE));
        List<Spike> spikes = new ArrayList<>();
        int[][] states = new int[neurons][program.states().size()];
        try (ChipSession session = new DirectSession(spec, 1)) {
            session.load(UnitAssembler.assemble(network, spec));
            session.collectSpikes();
            long[] words = Arrays.stream(inputs).asLongStream().toArray();
            for (int tick = 0; tick < ticks; tick++) {
                for (int i = 0; i < neurons; i++) {
                    session.writeMemory(0, "ring", i * SLOTS * INPUTS + tick % SLOTS * INPUTS, words);
                }
                session.advance(1);
            }
            session.takeSpikes((tick, source, value) -> spikes.add(new Spike(tick, source, value)));
            int[] sources = new int[neurons];
            Arrays.setAll(sources, i -> i);
            for (int k = 0; k < program.states().size(); k++) {
                long[] values = session.readState("s" + k, sources);
                for (int i = 0; i < neurons; i++) {
                    states[i][k] = (int) values[i];
                }
            }
        }
        return new UnitRun(spikes, states);
    }
}
