package dev.ranvier.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks whose names match the patterns on the command line; JMH's own options work too. */
public final class Main {
    private Main() {}

    /** Runs them. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
                        .build())
                .run();
    }
}
