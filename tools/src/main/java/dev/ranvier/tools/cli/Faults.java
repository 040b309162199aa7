package dev.ranvier.tools.cli;

import dev.ranvier.hw.RanvierException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong: a user's mistake in one clear message, a fault of ours with its trace. */
final class Faults implements IExecutionExceptionHandler {
    static final int USER = 1;
    static final int OURS = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (e instanceof CommandLine.ParameterException parameter) {
            throw parameter;
        }
        boolean json = parsed.expandedArgs().contains("--json");
        if (e instanceof RanvierException) {
            if (json) {
                var error = Json.object();
                error.put("error", e.getMessage());
                commandLine.getOut().println(Json.text(error));
                commandLine.getOut().flush();
            }
            commandLine.getErr().println(commandLine.getColorScheme().errorText("error: " + e.getMessage()));
            return USER;
        }
        commandLine
                .getErr()
                .println(commandLine.getColorScheme().errorText("ranvier has a fault of its own, please report it:"));
        e.printStackTrace(commandLine.getErr());
        return OURS;
    }
}
