package dev.ranvier.tools.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** Where log lines go: one line each on standard error; only warnings unless a command is about its log. Stateless. */
final class Logs {
    private Logs() {}

    /** @param verbose true to see what devices and sessions do */
    static void configure(boolean verbose) {
        String level = verbose ? "INFO" : "WARNING";
        String settings = String.join(
                "\n",
                "handlers=java.util.logging.ConsoleHandler",
                ".level=" + level,
                "io.netty.level=WARNING",
                "java.util.logging.ConsoleHandler.level=" + level,
                "java.util.logging.SimpleFormatter.format=%1$tT %4$s %5$s%6$s%n");
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
