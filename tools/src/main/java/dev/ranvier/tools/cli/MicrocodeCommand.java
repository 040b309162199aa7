package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.emulator.core.programmable.MicroStepper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.microcode.MicroLibrary;
import dev.ranvier.tools.microcode.UnitRun;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier microcode}. */
@Command(
        name = "microcode",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Programs of the programmable cores of chip ranvier.",
            "PROGRAM is a library program (ranvier microcode list) or the path of a text (.nmc)."
        },
        footer = {"", "Example: ranvier microcode run izhikevich --ticks 200 --input a0=655360"})
public final class MicrocodeCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }

    private PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the library programs.",
            footer = {"", "Example: ranvier microcode list --json"})
    int list(@Option(names = "--json", description = "print one JSON object") boolean json) {
        PrintWriter out = out(command);
        ObjectNode root = Json.object();
        var programs = root.putArray("programs");
        for (MicroLibrary.Item item : MicroLibrary.items()) {
            MicroProgram program = MicroLibrary.program(item.name());
            if (json) {
                ObjectNode node = programs.addObject().put("name", item.name()).put("summary", item.summary());
                program.code().keySet().forEach(entry -> node.put(entry.text() + "_cycles", program.cycles(entry)));
            } else {
                out.printf("%-20s %-22s %s%n", item.name(), cycles(program), item.summary());
            }
        }
        if (json) {
            out.println(Json.text(root));
        }
        out.flush();
        return 0;
    }

    private static String cycles(MicroProgram program) {
        List<String> parts = new ArrayList<>();
        program.code().keySet().forEach(entry -> parts.add(entry.text() + " " + program.cycles(entry) + " cycles"));
        return String.join(", ", parts);
    }

    @Command(
            name = "assemble",
            mixinStandardHelpOptions = true,
            description = "Translates a program into words; an error names line and column.",
            footer = {"", "Example: ranvier microcode assemble my_neuron.nmc --json"})
    int assemble(
            @Parameters(paramLabel = "PROGRAM") String name,
            @Option(names = "--json", description = "print one JSON object") boolean json) {
        PrintWriter out = out(command);
        MicroProgram program = MicroLibrary.load(name);
        long[] words = program.words();
        if (json) {
            ObjectNode root = Json.object().put("name", program.name());
            var list = root.putArray("words");
            for (long word : words) {
                list.add(String.format("%016x", word));
            }
            ObjectNode entries = root.putObject("entries");
            program.addresses().forEach((entry, address) -> entries.put(entry.text(), address));
            var constants = root.putArray("constants");
            program.constants().forEach(c -> constants.add(c.value()));
            root.put("state_words", program.states().size());
            out.println(Json.text(root));
        } else {
            out.printf("%s: %d words, %s%n", program.name(), words.length, cycles(program));
            int at = 0;
            for (var entry : program.code().entrySet()) {
                out.printf(".%s%n", entry.getKey().text());
                for (Instruction instruction : entry.getValue()) {
                    out.printf("%3d  %016x  %s%n", at, words[at], instruction.text());
                    at++;
                }
            }
        }
        out.flush();
        return 0;
    }

    @Command(
            name = "disassemble",
            mixinStandardHelpOptions = true,
            description = "Prints the canonical text of a program.",
            footer = {"", "Example: ranvier microcode disassemble adex"})
    int disassemble(@Parameters(paramLabel = "PROGRAM") String name) {
        out(command).print(MicroLibrary.load(name).disassemble());
        out(command).flush();
        return 0;
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs neurons of a program under constant inputs; prints spikes and the final state.",
            footer = {"", "Example: ranvier microcode run loihi_cuba_lif --ticks 100 --input a0=4000"})
    int runProgram(
            @Parameters(paramLabel = "PROGRAM") String name,
            @Option(names = "--neurons", paramLabel = "N", defaultValue = "1", description = "neurons, 1..1024")
                    int neurons,
            @Option(names = "--ticks", paramLabel = "N", defaultValue = "100", description = "ticks, 0..1000000")
                    int ticks,
            @Option(names = "--input", paramLabel = "aK=VALUE", description = "input of every tick, repeatable")
                    Map<String, Integer> inputs,
            @Option(names = "--const", paramLabel = "NAME=VALUE", description = "changes a constant, repeatable")
                    Map<String, Integer> constants,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed of the draws")
                    long seed,
            @Option(names = "--json", description = "print one JSON object") boolean json) {
        range("--neurons", neurons, 1, 1024);
        range("--ticks", ticks, 0, 1_000_000);
        MicroProgram program = MicroLibrary.load(name);
        if (constants != null) {
            for (Map.Entry<String, Integer> constant : constants.entrySet()) {
                program = program.with(constant.getKey(), constant.getValue());
            }
        }
        UnitRun run = UnitRun.of(program, neurons, ticks, values(program, inputs), seed);
        PrintWriter out = out(command);
        if (json) {
            ObjectNode root = Json.object().put("program", program.name());
            var spikes = root.putArray("spikes");
            run.spikes()
                    .forEach(
                            s -> spikes.addArray().add(s.tick()).add(s.neuron()).add(s.payload()));
            var states = root.putArray("states");
            for (int[] state : run.states()) {
                var row = states.addArray();
                for (int word : state) {
                    row.add(word);
                }
            }
            out.println(Json.text(root));
        } else {
            run.spikes()
                    .forEach(s -> out.printf("tick %d  neuron %d  payload %d%n", s.tick(), s.neuron(), s.payload()));
            out.printf("%d spikes in %d ticks%n", run.spikes().size(), ticks);
            for (int i = 0; i < Math.min(neurons, 8); i++) {
                out.println("neuron " + i + ":" + states(program, run.states()[i]));
            }
        }
        out.flush();
        return 0;
    }

    private static String states(MicroProgram program, int[] values) {
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < values.length; k++) {
            line.append("  ")
                    .append(program.states().get(k).name())
                    .append(" = ")
                    .append(values[k]);
        }
        return line.toString();
    }

    @Command(
            name = "step",
            mixinStandardHelpOptions = true,
            description = {
                "Single-steps one neuron: every instruction with what it changed.",
                "A line that starts with '-' was held back by its predicate."
            },
            footer = {"", "Example: ranvier microcode step truenorth_lif --ticks 2 --input a0=40"})
    int step(
            @Parameters(paramLabel = "PROGRAM") String name,
            @Option(names = "--ticks", paramLabel = "N", defaultValue = "1", description = "ticks, 1..1000") int ticks,
            @Option(names = "--input", paramLabel = "aK=VALUE", description = "input of every tick, repeatable")
                    Map<String, Integer> inputs,
            @Option(names = "--neuron", paramLabel = "N", defaultValue = "0", description = "its number in the draws")
                    int neuron,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed of the draws")
                    long seed) {
        range("--ticks", ticks, 1, 1000);
        MicroProgram program = MicroLibrary.load(name);
        MicroStepper stepper = new MicroStepper(program, seed, 0, neuron, 0);
        int[] values = values(program, inputs);
        for (int k = 0; k < values.length; k++) {
            stepper.input(k, values[k]);
        }
        PrintWriter out = out(command);
        for (int i = 0; i < ticks; i++) {
            out.printf("tick %d   inputs %s%n", stepper.tick(), java.util.Arrays.toString(values));
            while (stepper.next() != null) {
                Instruction instruction = stepper.next();
                boolean holds = stepper.nextHolds();
                stepper.step();
                out.printf(
                        "%s %-28s %s%n",
                        holds ? " " : "-", instruction.text(), holds ? effect(program, stepper, instruction) : "");
            }
            StringBuilder state = new StringBuilder("  =");
            for (int k = 0; k < program.states().size(); k++) {
                state.append("  ")
                        .append(program.states().get(k).name())
                        .append(" = ")
                        .append(stepper.state(k));
            }
            out.println(state + (stepper.fired() ? "  SPIKE " + stepper.payload() : ""));
            stepper.nextTick();
        }
        out.flush();
        return 0;
    }

    static String effect(MicroProgram program, MicroStepper stepper, Instruction instruction) {
        if (instruction.operation().compares()) {
            int index = Bank.PREDICATE.index(instruction.d());
            return "p" + index + " = " + stepper.predicate(index);
        }
        if (instruction.operation().has('D')) {
            boolean register = Bank.of(instruction.d()) == Bank.REGISTER;
            int index = register ? Bank.REGISTER.index(instruction.d()) : Bank.STATE.index(instruction.d());
            return register
                    ? "r" + index + " = " + stepper.register(index)
                    : program.states().get(index).name() + " = " + stepper.state(index);
        }
        return switch (instruction.operation()) {
            case CLR, MAC -> "ACC = " + stepper.accumulator();
            case SPK -> "spike " + stepper.payload();
            default -> "";
        };
    }

    @Command(
            name = "debug",
            mixinStandardHelpOptions = true,
            description = {
                "Single-steps one neuron by commands, typed or from a pipe: step, tick, break, registers, state ...",
                "'help' lists them."
            },
            footer = {"", "Example: echo 'step 3\nregisters' | ranvier microcode debug izhikevich --input a0=655360"})
    int debug(
            @Parameters(paramLabel = "PROGRAM") String name,
            @Option(names = "--input", paramLabel = "aK=VALUE", description = "input of every tick, repeatable")
                    Map<String, Integer> inputs,
            @Option(names = "--neuron", paramLabel = "N", defaultValue = "0", description = "its number in the draws")
                    int neuron,
            @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed of the draws")
                    long seed) {
        MicroProgram program = MicroLibrary.load(name);
        MicroStepper stepper = new MicroStepper(program, seed, 0, neuron, 0);
        int[] values = values(program, inputs);
        for (int k = 0; k < values.length; k++) {
            stepper.input(k, values[k]);
        }
        boolean terminal = System.console() != null && System.console().isTerminal();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new MicroDebugger(program, stepper, out(command)).run(in, terminal);
        out(command).flush();
        return 0;
    }

    private static void range(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new RanvierException(option + " is " + value + ", allowed: " + min + ".." + max);
        }
    }

    /** Values of a0..a3 from {@code aK=VALUE} or the program's own input names. */
    private static int[] values(MicroProgram program, Map<String, Integer> inputs) {
        int[] values = new int[4];
        if (inputs != null) {
            inputs.forEach((name, value) -> {
                int index = program.inputs().indexOf(name);
                if (index < 0 && name.matches("a[0-3]")) {
                    index = name.charAt(1) - '0';
                }
                if (index < 0) {
                    throw new RanvierException("input '" + name + "' does not exist; inputs: a0..a3"
                            + (program.inputs().isEmpty() ? "" : ", named " + program.inputs()));
                }
                values[index] = value;
            });
        }
        return values;
    }
}
