package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.tools.cells.Quantisation;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.report.LabReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier lab registers}. */
@Command(
        name = "registers",
        mixinStandardHelpOptions = true,
        description =
                "Prints the register of every physical value of an experiment, and the error that rounding makes.",
        footer = {"", "Example: ranvier lab registers bap-calcium"})
final class LabRegistersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "WHAT", description = "experiment file (.yaml) or name of a ready experiment")
    private String what;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        Experiment experiment = LabCommand.experiment(what);
        print(command.commandLine().getOut(), LabReport.registers(experiment.network(), experiment.kindNames()), json);
        return 0;
    }

    /** Prints rows as a table or as JSON. */
    static void print(PrintWriter out, List<Quantisation.Row> rows, boolean json) {
        if (json) {
            ObjectNode root = Json.object();
            ArrayNode list = root.putArray("registers");
            for (Quantisation.Row row : rows) {
                ObjectNode node = list.addObject();
                node.put("of", row.of());
                node.put("quantity", row.quantity());
                node.put("unit", row.unit());
                node.put("value", row.value());
                node.put("register", row.register());
                node.put("on_chip", row.onChip());
                node.put("error", row.error());
                node.put("relative_error", row.relative());
            }
            out.println(Json.text(root));
        } else {
            out.printf(
                    "%-18s %-28s %12s %-4s %14s %18s %10s %10s%n",
                    "of", "quantity", "value", "unit", "register", "on the chip", "error", "relative");
            for (Quantisation.Row row : rows) {
                out.printf(
                        Locale.ROOT,
                        "%-18s %-28s %12.6g %-4s %14d %18.9g %10.2g %10.2g%n",
                        row.of(),
                        row.quantity(),
                        row.value(),
                        row.unit(),
                        row.register(),
                        row.onChip(),
                        row.error(),
                        row.relative());
            }
        }
        out.flush();
    }
}
