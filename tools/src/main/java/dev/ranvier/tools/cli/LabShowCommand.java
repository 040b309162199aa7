package dev.ranvier.tools.cli;

import dev.ranvier.tools.lab.ReadyExperiments;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier lab show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the file of a ready experiment, to read or to start an own one from.",
        footer = {"", "Example: ranvier lab show stdp-window > mine.yaml"})
final class LabShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "a ready experiment")
    private String name;

    @Override
    public Integer call() {
        ReadyExperiments.of(name);
        PrintWriter out = command.commandLine().getOut();
        out.print(ReadyExperiments.source(name));
        out.flush();
        return 0;
    }
}
