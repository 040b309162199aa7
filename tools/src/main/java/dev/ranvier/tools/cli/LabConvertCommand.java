package dev.ranvier.tools.cli;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.cells.Quantisation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier lab convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = "Turns physical values into registers and says what rounding costs: mV, nS, ms, pA.",
        footer = {"", "Example: ranvier lab convert -- -70mV 10nS 20ms 300pA"})
final class LabConvertCommand implements Callable<Integer> {
    private static final Pattern VALUE = Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*([A-Za-z]+)\\s*");

    @Spec
    private CommandSpec command;

    @Parameters(arity = "1..*", paramLabel = "VALUE", description = "a number with its unit: -70mV, 0.02nS, 2ms, 300pA")
    private List<String> values;

    @Option(
            names = "--tick",
            paramLabel = "MS",
            defaultValue = "0.1",
            description = "length of a tick, ms; default ${DEFAULT-VALUE}")
    private double tick;

    @Option(
            names = "--capacitance",
            paramLabel = "PF",
            defaultValue = "200",
            description =
                    "membrane capacitance, pF: conductances and currents are held per tick and capacitance; default"
                            + " ${DEFAULT-VALUE}")
    private double capacitance;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (!(tick > 0) || !(capacitance > 0)) {
            throw new RanvierException(
                    "--tick is " + tick + " ms and --capacitance " + capacitance + " pF, allowed: above 0");
        }
        List<Quantisation.Row> rows = new ArrayList<>();
        for (String value : values) {
            rows.add(row(value));
        }
        LabRegistersCommand.print(command.commandLine().getOut(), rows, json);
        return 0;
    }

    private Quantisation.Row row(String text) {
        Matcher matcher = VALUE.matcher(text);
        if (!matcher.matches()) {
            throw new RanvierException(
                    "'" + text + "' is no value; write a number and its unit: -70mV, 10nS, 20ms, 300pA");
        }
        double number = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "mV" -> Quantisation.potential("value", "potential", number);
            case "nS" -> Quantisation.leak("value", "conductance", number, capacitance, tick);
            case "ms" -> Quantisation.time("value", "time constant", number, tick);
            case "pA" -> Quantisation.current("value", "current", number, capacitance, tick);
            default ->
                throw new RanvierException("'" + text + "' has the unit '" + matcher.group(2)
                        + "', allowed: mV, nS, ms, pA (for mM see: ranvier lab nernst)");
        };
    }
}
