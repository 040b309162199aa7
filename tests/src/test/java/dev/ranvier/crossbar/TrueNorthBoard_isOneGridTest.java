package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.Machines;
import dev.ranvier.emulator.chip.Timing;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.crossbar.CrossbarCoreModel;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork.Packet;
import dev.ranvier.tools.crossbar.CrossbarNeuron;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Random;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Reset;
import dev.ranvier.tools.crossbar.CrossbarNeuron.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A board of several TrueNorth chips")
class TrueNorthBoard_isOneGridTest {
    private static final int NODES = 6;
    private static final int NEURONS = 30;
    private static final int TICKS = 60;

    private static List<CrossbarCoreModel> cores(long seed) {
        SplittableRandom draws = new SplittableRandom(seed);
        List<CrossbarCoreModel> cores = new ArrayList<>();
        for (int x = 0; x < NODES; x++) {
            CrossbarCoreModel core = CrossbarBench.core(x, 0);
            for (int n = 0; n < NEURONS; n++) {
                CrossbarNeuron plain =
                        CrossbarBench.neuron(0, 0, Reset.ABSOLUTE, false, 0, draws.nextInt(1, 4), 10, Random.NONE);
                Target target =
                        new Target(true, draws.nextInt(NODES) - x, 0, draws.nextInt(NEURONS), draws.nextInt(1, 16));
                int[] axons = draws.ints(4, 0, NEURONS).distinct().toArray();
                core.add(CrossbarBench.with(plain, new int[] {1, 1, 1, 1}, target), CrossbarBench.row(axons));
            }
            cores.add(core);
        }
        return cores;
    }

    private static List<String> run(ChipSpec spec, Timing timing, long seed) {
        SplittableRandom draws = new SplittableRandom(seed + 1);
        List<Packet> packets = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            packets.add(new Packet(draws.nextInt(20), draws.nextInt(NODES), 0, draws.nextInt(NEURONS), 1));
        }
        CrossbarImage image = CrossbarBench.image(spec, cores(seed), packets);
        try (Chip chip = Machines.create(spec, Optional.of(timing), 1)) {
            chip.load(image.image());
            chip.spikeLog().enable(true);
            CrossbarImage.Stimulus stimulus = image.stimulus(packets);
            for (int i = 0; i < stimulus.stamps().length; i++) {
                chip.inject(stimulus.stamps()[i], stimulus.channels()[i], 1);
            }
            chip.advance(TICKS);
            assertEquals(0, chip.counters().dropped());
            return CrossbarBench.spikes(chip);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("gives the spikes of one grid as large, with the links between chips emulated and without")
    void sameSpikes(long seed) {
        List<String> one = run(CrossbarBench.spec(NODES, 1), Timing.FUNCTIONAL, seed);
        assertTrue(one.size() > 300, "the network is alive: " + one.size());
        ChipSpec three = Chips.load(
                "truenorth", List.of("grid.columns=2", "grid.rows=1", "grid.chips=3", "fabric.links.columns=3"));
        assertEquals(one, run(three, Timing.FUNCTIONAL, seed));
        assertEquals(one, run(three, Timing.CYCLE, seed));
        assertEquals(one, run(CrossbarBench.spec(NODES, 1), Timing.CYCLE, seed));
    }
}
