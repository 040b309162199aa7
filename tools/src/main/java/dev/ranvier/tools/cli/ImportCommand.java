package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.NetworkFile;
import dev.ranvier.tools.network.RunSettings;
import dev.ranvier.tools.nir.NirImport;
import dev.ranvier.tools.nir.NirOptions;
import dev.ranvier.tools.nir.NirReader;
import dev.ranvier.tools.nir.NirReport;
import dev.ranvier.tools.run.FileRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Reads a NIR file, says what it thinks of it, and writes a network file.",
        footer = {"", "Example: ranvier import net.nir -o net.yaml --dt 0.001"})
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "NIR file")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "NET.yaml",
            description = "network file to write; without it the file is only judged")
    private Path output;

    @Option(names = "--dt", paramLabel = "S", description = "length of a tick in seconds, for delays")
    private Double dt;

    @Option(names = "--strict", description = "refuse what would have to be repaired")
    private boolean strict;

    @Option(names = "--drop-leading-axis", description = "drop a time or batch axis in front of the shapes")
    private boolean dropLeadingAxis;

    @Option(names = "--flatten-counts-batch", description = "Flatten nodes count the batch axis")
    private boolean flattenCountsBatch;

    @Option(names = "--broadcast", description = "scalar parameters stand for all neurons of the input's shape")
    private boolean broadcast;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            defaultValue = "2147483648",
            description = "largest declared size of all data sets; default ${DEFAULT-VALUE}")
    private long maxBytes;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        NirOptions options = NirOptions.DEFAULT
                .withMaxBytes(maxBytes)
                .withStrict(strict)
                .withDropLeadingAxis(dropLeadingAxis)
                .withFlattenCountsBatch(flattenCountsBatch)
                .withBroadcast(broadcast);
        NirReport report = NirReader.read(file, options);
        ObjectNode root = (ObjectNode) report.toJson();
        if (!json) {
            out.println(file + ": " + report.verdict());
            report.findings().forEach(finding -> out.println("  " + finding));
            report.repairs().forEach(repair -> out.println("  repaired: " + repair));
            report.warnings().forEach(warning -> out.println("  warning: " + warning));
        }
        if (report.accepted() && output != null) {
            double step = FileRun.chooseDt(report.require(), dt);
            NirImport.Result imported = NirImport.run(FileRun.baseName(file), report.require(), step);
            RunSettings settings = new RunSettings(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.of(step),
                    List.of(),
                    List.of());
            NetworkFile.write(new NetworkDocument(imported.network(), settings), output);
            root.put("network_file", output.toString());
            root.put("dt_seconds", step);
            imported.notes().forEach(note -> {
                if (!json) {
                    out.println("  note: " + note);
                }
            });
            if (!json) {
                out.println("  wrote " + output);
            }
        }
        if (json) {
            out.println(Json.text(root));
        }
        out.flush();
        return report.accepted() ? 0 : 1;
    }
}
