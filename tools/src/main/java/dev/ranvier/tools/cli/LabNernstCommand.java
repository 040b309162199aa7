package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.tools.cells.Biophysics;
import dev.ranvier.tools.cells.Quantisation;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ranvier lab nernst}. */
@Command(
        name = "nernst",
        mixinStandardHelpOptions = true,
        description = "Equilibrium potential of an ion, and the register that holds it.",
        footer = {"", "Example: ranvier lab nernst --out 145 --in 14.25 --celsius 37 --valence 1"})
final class LabNernstCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--out", paramLabel = "MM", required = true, description = "concentration outside, mM")
    private double outside;

    @Option(names = "--in", paramLabel = "MM", required = true, description = "concentration inside, mM")
    private double inside;

    @Option(
            names = "--celsius",
            paramLabel = "T",
            defaultValue = "37",
            description = "temperature; default ${DEFAULT-VALUE}")
    private double celsius;

    @Option(
            names = "--valence",
            paramLabel = "Z",
            defaultValue = "1",
            description = "charge of the ion: Na+ 1, Ca2+ 2, Cl- -1; default ${DEFAULT-VALUE}")
    private int valence;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        double millivolts = Biophysics.nernst(valence, outside, inside, celsius);
        Quantisation.Row row = Quantisation.potential("ion", "equilibrium potential", millivolts);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            ObjectNode root = Json.object();
            root.put("millivolts", millivolts);
            root.put("register", row.register());
            root.put("on_chip_millivolts", row.onChip());
            root.put("error_millivolts", row.error());
            out.println(Json.text(root));
        } else {
            out.printf(Locale.ROOT, "%.4f mV%n", millivolts);
            out.printf(
                    Locale.ROOT, "register %d = %.6f mV, error %.2g mV%n", row.register(), row.onChip(), row.error());
        }
        out.flush();
        return 0;
    }
}
