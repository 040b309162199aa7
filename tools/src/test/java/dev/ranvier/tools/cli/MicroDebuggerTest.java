package dev.ranvier.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.core.programmable.MicroStepper;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.microcode.MicroLibrary;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the single-step debugger")
class MicroDebuggerTest {
    private static List<String> debug(String commands, boolean prompt) {
        MicroProgram program = MicroLibrary.program("truenorth_lif");
        MicroStepper stepper = new MicroStepper(program, 1, 0, 0, 0);
        stepper.input(0, 40);
        StringWriter text = new StringWriter();
        new MicroDebugger(program, stepper, new PrintWriter(text, true))
                .run(new BufferedReader(new StringReader(commands)), prompt);
        return text.toString().lines().toList();
    }

    @Test
    @DisplayName("steps instruction by instruction and says what each changed, and which a predicate held back")
    void steps() {
        List<String> lines = debug("step 6\nr\np\nv\n", false);
        assertEquals("tick 0, next 0: ADD s0,s0,a0", lines.get(0));
        assertTrue(lines.get(1).endsWith("v = 40"), lines.get(1));
        assertTrue(lines.get(2).endsWith("v = 38"), lines.get(2));
        assertTrue(lines.get(5).endsWith("p0 = false"), lines.get(5));
        assertTrue(lines.get(6).startsWith("- [p0] SUB s0,s0,r1"), lines.get(6));
        assertEquals("tick 0, next 6: LT p1,s0,c3", lines.get(7));
        assertTrue(lines.get(8).matches("r1 = 1[0-3][0-9]  ACC = 0  \\(others 0\\)"), lines.get(8));
        assertEquals("p0 = false  p1 = false  p2 = false  p3 = false", lines.get(9));
        assertEquals("v = 38  sum = 40  a1 = 0  a2 = 0  a3 = 0", lines.get(10));
        assertEquals(11, lines.size());
    }

    @Test
    @DisplayName("goes on to the spike, which a tick by tick run has in the same tick")
    void continues() {
        MicroProgram program = MicroLibrary.program("truenorth_lif");
        MicroStepper stepper = new MicroStepper(program, 1, 0, 0, 0);
        while (true) {
            stepper.input(0, 40);
            while (stepper.next() != null) {
                stepper.step();
            }
            if (stepper.fired()) {
                break;
            }
            stepper.nextTick();
        }
        String last = debug("continue\n", false).getLast();
        assertEquals("tick " + stepper.tick() + ", next 9: END (has fired, payload 1)", last);
    }

    @Test
    @DisplayName("stops at break points, sets what it is told to, and repeats the last command on an empty line")
    void breaks() {
        List<String> lines = debug("b 6\ntick 5\n\nset v -100\nstep\nset r1 7\nr\nset p1 1\np\nlist\n", false);
        assertEquals("tick 0, next 6: LT p1,s0,c3", lines.get(1));
        assertEquals("tick 1, next 6: LT p1,s0,c3", lines.get(2));
        assertTrue(lines.get(3).endsWith("p1 = true"), lines.get(3));
        assertTrue(lines.get(5).startsWith("r1 = 7"), lines.get(5));
        assertEquals("p0 = false  p1 = true  p2 = false  p3 = false", lines.get(6));
        assertTrue(lines.contains(" *  6  LT p1,s0,c3"), lines.toString());
        assertTrue(lines.contains(">   7  [p1] MOV s0,c3"), lines.toString());
    }

    @Test
    @DisplayName("answers a wrong command with what is allowed, and goes on")
    void errors() {
        List<String> lines = debug("jump\nset nothing 1\nset v 3000000000\nstep x\nb 99\nstep\nquit\nstep\n", false);
        assertTrue(lines.get(1).contains("'jump' does not exist; 'help' lists them"), lines.get(1));
        assertTrue(lines.get(2).contains("state words [v], inputs [sum]"), lines.get(2));
        assertTrue(lines.get(3).contains("allowed: 32 bits"), lines.get(3));
        assertTrue(lines.get(4).contains("'x' is no whole number"), lines.get(4));
        assertTrue(lines.get(5).contains("99 is out of range, allowed: 0..8"), lines.get(5));
        assertEquals("tick 0, next 1: ADD s0,s0,c0", lines.getLast());
    }

    @Test
    @DisplayName("prompts at a terminal, and never in a pipe")
    void prompt() {
        assertTrue(String.join("\n", debug("step\nq\n", true)).contains("(microcode) "));
        assertFalse(String.join("\n", debug("step\nq\n", false)).contains("(microcode)"));
    }
}
