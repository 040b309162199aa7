package dev.ranvier.tools.cli;

import dev.ranvier.emulator.core.programmable.MicroStepper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeSet;

/**
 * The single-step debugger of one neuron: reads commands line by line, from a terminal or a pipe, and prints what they
 * do. An empty line repeats the last command. One thread.
 */
final class MicroDebugger {
    private static final List<String> HELP = List.of(
            "s, step [N]        execute one instruction, or N",
            "t, tick [N]        go to the begin of the next tick, or over N ticks; stops at a break point",
            "c, continue        go on until a break point or a spike, for 1,000,000 ticks at most",
            "b, break N         stop before instruction N; again to take it away",
            "l, list            the program; > is next, * is a break point",
            "r, registers       registers that are not 0, and the accumulator",
            "v, state           state words and inputs",
            "p, predicates      p0..p3",
            "set NAME VALUE     set a register, state word, input or predicate (0, 1)",
            "h, help            this list",
            "q, quit            end");
    private static final int MOST_TICKS = 1_000_000;

    private final MicroProgram program;
    private final MicroStepper stepper;
    private final PrintWriter out;
    private final TreeSet<Integer> breaks = new TreeSet<>();

    MicroDebugger(MicroProgram program, MicroStepper stepper, PrintWriter out) {
        this.program = program;
        this.stepper = stepper;
        this.out = out;
    }

    /**
     * Runs commands until {@code quit} or the end of the input.
     *
     * @param prompt whether somebody is there to be prompted
     */
    void run(BufferedReader in, boolean prompt) {
        where();
        String last = "help";
        while (true) {
            if (prompt) {
                out.print("(microcode) ");
            }
            out.flush();
            String line = read(in);
            if (line == null) {
                return;
            }
            String text = line.isBlank() ? last : line.strip();
            if (text.equals("q") || text.equals("quit")) {
                return;
            }
            try {
                execute(text.split("\\s+"));
                last = text;
            } catch (RanvierException e) {
                out.println("error: " + e.getMessage());
            }
        }
    }

    private static String read(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new RanvierException("commands cannot be read: " + e.getMessage(), e);
        }
    }

    private void execute(String[] words) {
        switch (words[0]) {
            case "s", "step" -> {
                for (int n = number(words, 1, 1, MOST_TICKS); n > 0; n--) {
                    step(true);
                }
                where();
            }
            case "t", "tick" -> {
                long target = stepper.tick() + number(words, 1, 1, MOST_TICKS);
                do {
                    step(false);
                } while (stepper.tick() < target && !atBreak());
                where();
            }
            case "c", "continue" -> {
                long limit = stepper.tick() + MOST_TICKS;
                do {
                    step(false);
                } while (stepper.tick() < limit && !atBreak() && !(stepper.next() == null && stepper.fired()));
                where();
            }
            case "b", "break" -> {
                int at = number(words, 1, -1, stepper.instructions().size() - 1);
                if (at < 0) {
                    out.println("break points: " + breaks);
                } else if (!breaks.remove(at)) {
                    breaks.add(at);
                }
            }
            case "l", "list" -> list();
            case "r", "registers" -> registers();
            case "v", "state" -> state();
            case "p", "predicates" -> predicates();
            case "set" -> set(words);
            case "h", "help" -> HELP.forEach(out::println);
            default -> throw new RanvierException("command '" + words[0] + "' does not exist; 'help' lists them");
        }
    }

    private static int number(String[] words, int index, int otherwise, int most) {
        if (words.length <= index) {
            return otherwise;
        }
        long value = value(words[index]);
        if (value < 0 || value > most) {
            throw new RanvierException(words[index] + " is out of range, allowed: 0.." + most);
        }
        return (int) value;
    }

    private static long value(String word) {
        try {
            return Long.decode(word);
        } catch (NumberFormatException e) {
            throw new RanvierException("'" + word + "' is no whole number", e);
        }
    }

    /** Executes the next instruction, or begins the next tick. */
    private void step(boolean aloud) {
        Instruction instruction = stepper.next();
        if (instruction == null) {
            if (aloud || stepper.fired()) {
                out.println("end of tick " + stepper.tick()
                        + (stepper.fired() ? ", SPIKE with payload " + stepper.payload() : ""));
            }
            stepper.nextTick();
            return;
        }
        boolean holds = stepper.nextHolds();
        stepper.step();
        if (aloud) {
            out.printf(
                    "%s %-28s %s%n",
                    holds ? " " : "-",
                    instruction.text(),
                    holds ? MicrocodeCommand.effect(program, stepper, instruction) : "(held back by its predicate)");
        }
    }

    private boolean atBreak() {
        return breaks.contains(stepper.position());
    }

    private void where() {
        Instruction next = stepper.next();
        out.printf(
                "tick %d, next %d: %s%n",
                stepper.tick(),
                stepper.position(),
                next == null
                        ? "END" + (stepper.fired() ? " (has fired, payload " + stepper.payload() + ")" : "")
                        : next.text() + (stepper.nextHolds() ? "" : "   (its predicate does not hold)"));
    }

    private void list() {
        List<Instruction> all = stepper.instructions();
        for (int i = 0; i <= all.size(); i++) {
            out.printf(
                    "%s%s%3d  %s%n",
                    i == stepper.position() ? ">" : " ",
                    breaks.contains(i) ? "*" : " ",
                    i,
                    i == all.size() ? "END" : all.get(i).text());
        }
    }

    private void registers() {
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < Bank.REGISTER.size(); k++) {
            if (stepper.register(k) != 0) {
                line.append("r")
                        .append(k)
                        .append(" = ")
                        .append(stepper.register(k))
                        .append("  ");
            }
        }
        out.println(line + "ACC = " + stepper.accumulator() + "  (others 0)");
    }

    private void state() {
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < program.states().size(); k++) {
            line.append(program.states().get(k).name())
                    .append(" = ")
                    .append(stepper.state(k))
                    .append("  ");
        }
        for (int k = 0; k < Bank.INPUT.size(); k++) {
            line.append(k < program.inputs().size() ? program.inputs().get(k) : "a" + k)
                    .append(" = ")
                    .append(stepper.input(k))
                    .append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    private void predicates() {
        for (int k = 0; k < Bank.PREDICATE.size(); k++) {
            out.print("p" + k + " = " + stepper.predicate(k) + (k < Bank.PREDICATE.size() - 1 ? "  " : ""));
        }
        out.println();
    }

    private void set(String[] words) {
        if (words.length != 3) {
            throw new RanvierException("'set' takes a name and a value, for example: set v -100");
        }
        long value = value(words[2]);
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new RanvierException(words[2] + " is out of range, allowed: 32 bits");
        }
        String name = words[1];
        List<String> states =
                program.states().stream().map(MicroProgram.Named::name).toList();
        if (states.contains(name)) {
            stepper.setState(states.indexOf(name), (int) value);
        } else if (program.inputs().contains(name)) {
            stepper.input(program.inputs().indexOf(name), (int) value);
        } else if (name.matches("a[0-3]")) {
            stepper.input(name.charAt(1) - '0', (int) value);
        } else if (name.matches("p[0-3]")) {
            stepper.setPredicate(name.charAt(1) - '0', value != 0);
        } else if (name.matches("r([0-9]|1[0-5])")) {
            stepper.setRegister(Integer.parseInt(name.substring(1)), (int) value);
        } else {
            throw new RanvierException("'" + name + "' does not exist; there are r0..r15, p0..p3, a0..a3, state words "
                    + states + ", inputs " + program.inputs());
        }
    }
}
