package dev.ranvier.tools.trace;

import dev.ranvier.hw.RanvierException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A trace on disk: {@code .vcd} (with a {@code .gtkw} layout beside it) or {@code .json} (Perfetto). */
public final class TraceFile {
    private final Path file;
    private final boolean vcd;

    /** A file that is to be written; refuses names of other kinds. */
    public TraceFile(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        vcd = lower.endsWith(".vcd");
        if (!vcd && !lower.endsWith(".json")) {
            throw new RanvierException("trace file '" + file
                    + "': end its name in .vcd (waveforms, GTKWave) or .json (timeline, ui.perfetto.dev)");
        }
        this.file = file;
    }

    /**
     * Writes a trace.
     *
     * @return the files written
     */
    public List<Path> write(TraceShape shape, Activity activity) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            if (!vcd) {
                try (Writer out = Files.newBufferedWriter(file)) {
                    new PerfettoTrace(shape, activity).write(out);
                }
                return List.of(file);
            }
            VcdTrace trace = new VcdTrace(shape, activity);
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                trace.write(out);
            }
            String name = file.getFileName().toString();
            Path layout = file.resolveSibling(name.substring(0, name.length() - 4) + ".gtkw");
            Files.writeString(layout, trace.layout(name));
            return List.of(file, layout);
        } catch (IOException wrong) {
            throw new RanvierException(
                    "trace file " + file + " cannot be written: " + wrong.getMessage()
                            + "; name a file in a folder that can be written to",
                    wrong);
        }
    }
}
