package dev.ranvier.tools.microcode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.core.programmable.MicroStepper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.MicroProgram;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the programs of the library")
class MicroLibraryTest {
    private static final int TICKS = 1000;

    @Test
    @DisplayName("every program assembles, and its canonical text assembles to the same words")
    void assemble() {
        for (MicroLibrary.Item item : MicroLibrary.items()) {
            MicroProgram program = MicroLibrary.program(item.name());
            assertEquals(item.name(), program.name());
            MicroProgram again = MicroAssembler.assemble(program.disassemble());
            assertEquals(program.code(), again.code());
            assertEquals(program.disassemble(), again.disassemble());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "truenorth_lif, 10, 0, 0",
        "loihi_cuba_lif, 16, 0, 0",
        "izhikevich, 23, 0, 0",
        "adex, 20, 0, 0",
        "conductance_point, 54, 0, 0",
        "srm0, 12, 0, 0",
        "relay_lif, 7, 0, 0",
        "pair_stdp, 0, 4, 3",
        "triplet_stdp, 0, 6, 5",
        "reward_stdp, 0, 4, 6",
    })
    @DisplayName("costs the cycles that its documentation says")
    void cycles(String name, int tick, int pre, int post) {
        MicroProgram program = MicroLibrary.program(name);
        assertEquals(tick, program.cycles(Entry.TICK));
        assertEquals(pre, program.cycles(Entry.PRE));
        assertEquals(post, program.cycles(Entry.POST));
    }

    @ParameterizedTest(name = "{0}: a = {1}, b = {2}, c = {3}, d = {4}")
    @CsvSource({
        "regular spiking, 0.02, 0.2, -65, 8",
        "intrinsically bursting, 0.02, 0.2, -55, 4",
        "chattering, 0.02, 0.2, -50, 2",
        "fast spiking, 0.1, 0.2, -65, 2",
        "low-threshold spiking, 0.02, 0.25, -65, 2",
    })
    @DisplayName("izhikevich: each of the five types fires within 5 % of a float64 run of the same scheme")
    void izhikevich(String type, double a, double b, double c, double d) {
        MicroProgram program = MicroLibrary.program("izhikevich")
                .with("a", (int) Math.rint(a * (1 << 24)))
                .with("b", (int) Math.rint(b * 65536))
                .with("c", (int) Math.rint(c * 65536))
                .with("d", (int) Math.rint(d * 65536));
        int spikes = UnitRun.of(program, 1, TICKS, new int[] {10 << 16, 0, 0, 0}, 1)
                .spikes()
                .size();
        int expected = izhikevichSpikes(a, b, c, d, -65, -13);
        assertTrue(expected > 10, type + ": " + expected);
        assertTrue(Math.abs(spikes - expected) <= Math.max(2, expected / 20), type + ": " + spikes + "/" + expected);
    }

    private static int izhikevichSpikes(double a, double b, double c, double d, double v, double u) {
        int spikes = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            for (int half = 0; half < 2; half++) {
                v += 0.5 * (0.04 * v * v + 5 * v + 140 - u + 10);
            }
            u += a * (b * v - u);
            if (v >= 30) {
                v = c;
                u += d;
                spikes++;
            }
        }
        return spikes;
    }

    @Test
    @DisplayName("an unknown name lists the library, an unknown constant the program's constants")
    void unknown() {
        assertTrue(assertThrows(RanvierException.class, () -> MicroLibrary.load("hodgkin"))
                .getMessage()
                .contains("library: truenorth_lif"));
        assertTrue(assertThrows(RanvierException.class, () -> MicroLibrary.program("izhikevich")
                        .with("e", 1))
                .getMessage()
                .contains("its constants: [a, b, c, d"));
    }

    @Test
    @DisplayName("the single-step debugger ends each tick where the chip ends it")
    void stepper() {
        MicroProgram program = MicroLibrary.program("truenorth_lif");
        int ticks = 300;
        int[] input = {25, 0, 0, 0};
        UnitRun run = UnitRun.of(program, 1, ticks, input, 9);
        Set<Long> spikes = new HashSet<>();
        run.spikes().forEach(s -> spikes.add(s.tick()));
        MicroStepper stepper = new MicroStepper(program, 9, 0, 0, 0);
        for (int tick = 0; tick < ticks; tick++) {
            stepper.input(0, input[0]);
            while (stepper.next() != null) {
                stepper.step();
            }
            assertEquals(spikes.contains((long) tick), stepper.fired(), "tick " + tick);
            if (tick == ticks - 1) {
                assertEquals(run.states()[0][0], stepper.state(0));
            }
            stepper.nextTick();
        }
        assertTrue(spikes.size() > 5, "spikes " + spikes.size());
    }
}
