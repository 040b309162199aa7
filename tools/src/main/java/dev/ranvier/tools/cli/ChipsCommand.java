package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ranvier chips}. */
@Command(
        name = "chips",
        mixinStandardHelpOptions = true,
        description = "Lists the chip presets.",
        footer = {"", "Example: ranvier chips --json"})
public final class ChipsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        ObjectNode root = Json.object();
        var list = root.putArray("chips");
        for (String name : Chips.presets()) {
            ChipSpec spec = Chips.load(name);
            if (json) {
                list.addObject()
                        .put("name", name)
                        .put("title", spec.title())
                        .put("family", spec.family())
                        .put("cores", spec.cores())
                        .put("exactness", spec.exactness().sentence());
            } else {
                out.printf("%-12s %s%n%-12s %s%n", name, spec.title(), "", spec.identity());
            }
        }
        if (json) {
            out.println(Json.text(root));
        }
        out.flush();
        return 0;
    }
}
