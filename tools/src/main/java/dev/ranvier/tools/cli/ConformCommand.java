package dev.ranvier.tools.cli;

import dev.ranvier.tools.conform.CaseResult;
import dev.ranvier.tools.conform.Conform;
import dev.ranvier.tools.session.SessionKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier conform}. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        description = {
            "Proves that emulated chips equal their references: runs golden cases.",
            "Exit code 0 only if every case is equal."
        },
        footer = {"", "Example: ranvier conform golden/loihi-nengo --via wire"})
public final class ConformCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "a case, a set, or a folder of sets")
    private List<Path> folders;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "../shared/data",
            description = "where files that a case names are looked up; default ${DEFAULT-VALUE}")
    private Path data;

    @Option(
            names = "--via",
            paramLabel = "HOW",
            defaultValue = "direct",
            description = "direct, or wire: through the device protocol")
    private SessionKind via;

    @Mixin
    private TimingOptions timing;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "threads per chip; results do not depend on it")
    private int threads;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        List<CaseResult> results;
        try (SessionKind.Opener opener = via.opener(timing.timing(), threads)) {
            results = new Conform(opener, data).run(folders, result -> {
                if (!json) {
                    out.println(result.line());
                    out.flush();
                }
            });
        }
        out.println(json ? Json.text(Conform.json(results)) : Conform.summary(results));
        out.flush();
        return Conform.count(results, CaseResult.Status.EQUAL) == results.size() ? 0 : 1;
    }
}
