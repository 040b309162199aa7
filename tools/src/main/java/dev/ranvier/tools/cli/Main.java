package dev.ranvier.tools.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code ranvier}. */
@Command(
        name = "ranvier",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A cycle-level emulator of neuromorphic chips.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with:  ranvier run digits",
            "Exit codes: 0 done, 1 differs or failed, 2 wrong command line, 3 fault of ranvier itself."
        },
        subcommands = {
            RunCommand.class,
            ImportCommand.class,
            MapCommand.class,
            ConformCommand.class,
            ServeCommand.class,
            DeviceCommand.class,
            ChipsCommand.class,
            ChipCommand.class,
            BenchCommand.class,
            NocCommand.class,
            TraceCommand.class,
            MicrocodeCommand.class,
            LabCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs the command line. */
    public static int run(String... args) {
        Logs.configure(args.length > 0 && args[0].equals("serve"));
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(new Faults());
        commandLine.setUsageHelpAutoWidth(true);
        return commandLine.execute(args);
    }
}
