package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.firmware.image.ImageFile;
import dev.ranvier.tools.run.FileRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ranvier map}. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = {
            "Maps a network onto a chip and writes the image that 'ranvier device load' loads.",
            "Without -o: says whether it fits, and what is missing."
        },
        footer = {"", "Example: ranvier map net.yaml --chip loihi -o net" + ImageFile.SUFFIX})
public final class MapCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ChipOptions chip;

    @Parameters(paramLabel = "FILE", description = "network file (.yaml), NIR file, or digits")
    private String what;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "IMAGE",
            description = "image file to write")
    private Path output;

    @Option(names = "--dt", paramLabel = "S", description = "length of a tick in seconds (NIR)")
    private Double dt;

    @Option(
            names = "--semantics",
            paramLabel = "NAME",
            defaultValue = "nir-euler",
            description = "how continuous time becomes ticks (NIR)")
    private String semantics;

    @Option(names = "--quantizer", paramLabel = "Q", defaultValue = "maxabs", description = "maxabs or pow2")
    private String quantizer;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "seed of the chip's random draws")
    private long seed;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        var mapping = what.equals("digits")
                ? new dev.ranvier.tools.run.DigitsExample().map(chip.load())
                : FileRun.prepare(new FileRun.Settings(
                                Path.of(what),
                                chip.chip,
                                chip.overrides(),
                                command.commandLine().getParseResult().hasMatchedOption("--chip"),
                                null,
                                null,
                                dt,
                                semantics,
                                quantizer,
                                seed))
                        .mapping();
        var image = mapping.image();
        if (output != null) {
            ImageFile.write(image, output);
        }
        long cores =
                image.sections().stream().mapToInt(s -> s.core()).distinct().count();
        long words = image.sections().stream().mapToLong(s -> s.words().length).sum();
        if (json) {
            ObjectNode root = Json.object();
            root.put("network", image.network());
            root.put("chip", image.chip());
            root.put("fits", true);
            root.put("cores", cores);
            root.put("words", words);
            root.put("digest", image.digest());
            root.put("image", output == null ? "" : output.toString());
            out.println(Json.text(root));
        } else {
            out.println(mapping.spec().identity());
            out.printf(
                    "%s: %d neurons on %d core(s), %s words%n",
                    image.network(), mapping.coreOf().length, cores, Numbers.whole(words));
            image.inputs()
                    .forEach(port -> out.printf(
                            "  input   %-20s %d channels, from channel %d%n",
                            port.name(), port.channels(), image.firstChannel(port.name())));
            image.outputs()
                    .forEach(port -> out.printf(
                            "  %-7s %-20s %d neurons, first source %d%n",
                            port.output() ? "output" : "", port.name(), port.sources().length, port.sources()[0]));
            out.println("digest " + image.digest());
            if (output != null) {
                out.println("wrote " + output);
            }
        }
        out.flush();
        return 0;
    }
}
