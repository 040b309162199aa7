package dev.ranvier.tools.microcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.core.programmable.MicroStepper;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.InputEvents;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.run.ChipChoice;
import dev.ranvier.tools.session.ChipSession;
import dev.ranvier.tools.session.DirectSession;
import dev.ranvier.tools.session.PlasticReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("what the library programs do")
class LibraryBehaviourTest {
    private static List<Long> spikes(MicroProgram program, int ticks, int input) {
        return UnitRun.of(program, 1, ticks, new int[] {input, 0, 0, 0}, 3).spikes().stream()
                .map(UnitRun.Spike::tick)
                .toList();
    }

    private static List<Long> intervals(List<Long> spikes) {
        List<Long> intervals = new ArrayList<>();
        for (int i = 1; i < spikes.size(); i++) {
            intervals.add(spikes.get(i) - spikes.get(i - 1));
        }
        return intervals;
    }

    @Test
    @DisplayName(
            "truenorth_lif: what is put in comes out, in units of the threshold; a random threshold makes it irregular")
    void trueNorth() {
        // 20 in, leak -2; each spike subtracts the threshold of its tick, 100 + 0..31.
        int ticks = 20_000;
        MicroProgram program = MicroLibrary.program("truenorth_lif");
        List<Long> regular = spikes(program.with("mask", 0), ticks, 20);
        assertEquals(18 / 100.0, (double) regular.size() / ticks, 1e-3);
        assertTrue(intervals(regular).stream().allMatch(i -> i == 5 || i == 6));
        List<Long> random = spikes(program, ticks, 20);
        assertTrue(random.size() > 18 * ticks / 131 && random.size() < 18 * ticks / 100, "" + random.size());
        assertTrue(intervals(random).stream().distinct().count() > 3, "irregular");
        assertEquals(0, spikes(program, ticks, 2).size(), "the leak eats the input");
    }

    @Test
    @DisplayName("loihi_cuba_lif: a strong input fires it as often as its refractory period allows, a weak one never")
    void loihi() {
        MicroProgram program = MicroLibrary.program("loihi_cuba_lif");
        List<Long> strong = intervals(spikes(program, 200, 1_000_000));
        assertTrue(strong.size() > 50 && strong.stream().allMatch(i -> i == 3), strong.toString());
        assertEquals(List.of(), spikes(program, 2000, 0));
        List<Long> longer = intervals(spikes(program.with("delay", 10), 200, 1_000_000));
        assertTrue(longer.stream().allMatch(i -> i == 10), longer.toString());
    }

    @Test
    @DisplayName("adex: spike frequency adapts; at 700 and 1000 pA it fires as often as the float64 model")
    void adex() {
        MicroProgram program = MicroLibrary.program("adex");
        // Current in 2^-16 mV per tick of 0.1 ms into 281 pF.
        List<Long> at1000 = spikes(program, 5000, (int) Math.rint(1000 * 0.1 / 281 * 65536));
        List<Long> at700 = spikes(program, 5000, (int) Math.rint(700 * 0.1 / 281 * 65536));
        assertEquals(17, at1000.size());
        assertEquals(5, at700.size());
        List<Long> intervals = intervals(at1000);
        assertTrue(intervals.getLast() > 1.5 * intervals.getFirst(), intervals.toString());
        assertEquals(
                0,
                spikes(program, 5000, (int) Math.rint(300 * 0.1 / 281 * 65536)).size());
    }

    @Test
    @DisplayName("srm0: one arrival raises v along a double exponential to its weight; after a spike v is held down")
    void srm0() {
        MicroProgram program = MicroLibrary.program("srm0");
        MicroStepper stepper = new MicroStepper(program, 1, 0, 0, 0);
        int v = program.states().stream().map(MicroProgram.Named::name).toList().indexOf("v");
        double[] response = new double[60];
        stepper.input(0, 5 << 16);
        for (int tick = 0; tick < response.length; tick++) {
            while (stepper.next() != null) {
                stepper.step();
            }
            response[tick] = stepper.state(v) / 65536.0;
            stepper.nextTick();
            stepper.input(0, 0);
        }
        int peak = 0;
        for (int tick = 1; tick < response.length; tick++) {
            peak = response[tick] > response[peak] ? tick : peak;
            double expected = 138713 / 65536.0 * 5 * (Math.exp(-tick / 10.0) - Math.exp(-tick / 2.5));
            assertEquals(expected, response[tick], 0.02, "tick " + tick);
        }
        assertEquals(5, response[peak], 0.05);
        assertTrue(peak >= 4 && peak <= 5, "peak at " + peak);
        List<Long> spikes = spikes(program, 300, 78_643);
        assertTrue(spikes.size() > 5, spikes.toString());
        assertTrue(
                intervals(spikes).stream().allMatch(i -> i >= 10),
                intervals(spikes).toString());
        assertTrue(
                spikes(program.with("eta0", 0), 300, 78_643).size() > 2 * spikes.size(), "without refractory kernel");
    }

    @Test
    @DisplayName("conductance_point: receptors depolarise and fire it; afterwards it lies below rest")
    void conductancePoint() {
        MicroProgram program = MicroLibrary.program("conductance_point");
        assertEquals(List.of(), spikes(program, 3000, 0));
        UnitRun run = UnitRun.of(program, 1, 3000, new int[] {20, 0, 0, 0}, 1);
        assertTrue(run.spikes().size() > 3, "spikes " + run.spikes().size());
        int inhibited = UnitRun.of(program, 1, 3000, new int[] {20, 0, 60, 0}, 1)
                .spikes()
                .size();
        assertTrue(
                inhibited < run.spikes().size(),
                inhibited + " of " + run.spikes().size() + " under inhibition");
    }

    // ------------------------------------------------------------------------------------------------------- learning

    /** Weight changes of synapses whose axon fires at pre and whose neuron is made to fire at post. */
    private static double[] change(String program, double unit, int weight, int reward, long[][] pre, long[] post) {
        List<String> events = new ArrayList<>();
        for (int channel = 0; channel < pre.length; channel++) {
            for (long tick : pre[channel]) {
                events.add("[" + tick + ", " + channel + "]");
            }
        }
        List<String> teacher =
                Arrays.stream(post).mapToObj(tick -> "[" + tick + ", 0]").toList();
        NetworkDocument document = NetworkFile.parse(
                "learning",
                """
                network: learning
                inputs:
                  - {name: pre, channels: %d, stimulus: %s}
                  - {name: teacher, channels: 1, stimulus: %s}
                populations:
                  - {name: relay, size: 1, program: {name: relay_lif, constants: {theta: 1000000000}}}
                projections:
                  - {name: taught, from: pre, to: relay, dense: {weight: %d}, program: %s}
                  - {from: teacher, to: relay, port: teacher, dense: {weight: 1}}
                """
                        .formatted(pre.length, events, teacher, weight, program),
                Path.of("."));
        Mapping mapping = UnitMapper.map(document.network(), ChipChoice.of(document), 1);
        try (ChipSession session = new DirectSession(mapping.spec(), 1)) {
            session.load(mapping.image());
            int at = 2;
            long word = session.readMemory(0, "control", at, 1)[0];
            session.writeMemory(0, "control", at, new long[] {
                mapping.spec().memory("control").field("reward").with(word, reward)
            });
            InputEvents stimulus = document.inputEvents();
            session.inject(stimulus.ticks(), stimulus.channels(), stimulus.values());
            session.advance(2000);
            return Arrays.stream(new PlasticReader(session, mapping, "taught").synapses("weight"))
                    .mapToDouble(w -> (w - weight) / unit)
                    .toArray();
        }
    }

    @Test
    @DisplayName("pair_stdp: the weight changes by A exp(-dt / tau) at every distance, up before and down after")
    void pairs() {
        int[] distances = {5, 10, 20, 40};
        long[][] pre = new long[8][];
        for (int k = 0; k < 4; k++) {
            pre[k] = new long[] {500 - distances[k]};
            pre[4 + k] = new long[] {500 + distances[k]};
        }
        double[] change = change("pair_stdp", 65536, 100 << 16, 0, pre, new long[] {500});
        for (int k = 0; k < 4; k++) {
            assertEquals(52429 / 65536.0 * Math.exp(-distances[k] / 20.0), change[k], 1e-3);
            assertEquals(-58982 / 65536.0 * Math.exp(-distances[k] / 20.0), change[4 + k], 1e-3);
        }
    }

    @Test
    @DisplayName("triplet_stdp: ten pairs at 50 Hz strengthen more than ten pairs at 5 Hz")
    void triplets() {
        long[][] slow = new long[20][10];
        long[][] fast = new long[20][10];
        long[] slowPost = new long[10];
        long[] fastPost = new long[10];
        for (int k = 0; k < 10; k++) {
            for (int s = 0; s < 20; s++) {
                slow[s][k] = 10 + 190L * k;
                fast[s][k] = 10 + 20L * k;
            }
            slowPost[k] = 20 + 190L * k;
            fastPost[k] = 20 + 20L * k;
        }
        double atSlow = Arrays.stream(change("triplet_stdp", 256, 100 << 8, 0, slow, slowPost))
                .average()
                .orElseThrow();
        double atFast = Arrays.stream(change("triplet_stdp", 256, 100 << 8, 0, fast, fastPost))
                .average()
                .orElseThrow();
        assertTrue(atFast > 1.5 * atSlow && atSlow > 0, atFast + " and " + atSlow);
    }

    @Test
    @DisplayName(
            "reward_stdp: without reward nothing moves; reward strengthens what came before the spike, blame weakens it")
    void reward() {
        long[][] pre = {{490}, {510}};
        long[] post = {500};
        double[] none = change("reward_stdp", 65536, 100 << 16, 0, pre, post);
        assertEquals(0, none[0]);
        assertEquals(0, none[1]);
        double[] praised = change("reward_stdp", 65536, 100 << 16, 6554, pre, post);
        double[] blamed = change("reward_stdp", 65536, 100 << 16, -6554, pre, post);
        assertTrue(praised[0] > 0.5 && praised[1] < -0.5, Arrays.toString(praised));
        assertEquals(praised[0], -blamed[0], 0.01);
        assertEquals(praised[1], -blamed[1], 0.01);
    }
}
