package dev.ranvier.tools.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier chip}. */
@Command(
        name = "chip",
        mixinStandardHelpOptions = true,
        description = "Shows a chip's data sheet.",
        subcommands = ChipCommand.Show.class)
public final class ChipCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "missing subcommand: ranvier chip show NAME");
    }

    /** {@code ranvier chip show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the data sheet of a preset or chip file.",
            footer = {"", "Example: ranvier chip show loihi --memory synapse_formats"})
    public static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec command;

        @Parameters(paramLabel = "CHIP", description = "preset or chip file")
        private String name;

        @Option(names = "--memory", paramLabel = "NAME", description = "show one memory with its bit fields")
        private String memory;

        @Option(names = "--json", description = "print one JSON object")
        private boolean json;

        @Mixin
        private Overrides overrides;

        /** The overrides without the chip itself, which is a parameter here. */
        public static final class Overrides {
            @Option(names = "--profile", paramLabel = "P", description = "semantics profile")
            private String profile;

            @Option(names = "--set", paramLabel = "KEY=VALUE", description = "change one value; may be repeated")
            private java.util.List<String> set = new java.util.ArrayList<>();

            java.util.List<String> all() {
                java.util.List<String> all = new java.util.ArrayList<>(set);
                if (profile != null) {
                    all.add("profile=" + profile);
                }
                return all;
            }
        }

        @Override
        public Integer call() {
            DataSheet sheet = new DataSheet(dev.ranvier.hw.Chips.load(name, overrides.all()));
            var out = command.commandLine().getOut();
            if (json) {
                out.println(Json.text(memory == null ? sheet.json() : sheet.json(memory)));
            } else if (memory == null) {
                sheet.print(out);
            } else {
                sheet.print(out, memory);
            }
            out.flush();
            return 0;
        }
    }
}
