package dev.ranvier.tools.report;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.report.html.HtmlReport;
import dev.ranvier.tools.report.json.ReportJson;
import dev.ranvier.tools.report.model.RunReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes reports: {@code report.html}, {@code report.json} and the plotted series as {@code report-NN-title.csv} in one
 * folder. Each is written beside its place and then
 * renamed, so that a reader never sees half of one. Stateless; may be shared between threads.
 */
public final class ReportWriter {
    /** Name of the page. */
    public static final String PAGE = "report.html";

    /** Name of the file with the same numbers. */
    public static final String NUMBERS = "report.json";

    /**
     * Writes {@code report} into {@code dir}, which is made if it is missing; an older report there is replaced.
     *
     * @return path of the page
     * @throws RanvierException if the folder cannot be made or written to
     */
    public Path write(RunReport report, Path dir) {
        Path page = dir.resolve(PAGE);
        Path newPage = dir.resolve(PAGE + ".part");
        Path newNumbers = dir.resolve(NUMBERS + ".part");
        try {
            Files.createDirectories(dir);
            try (Writer out = open(newPage)) {
                out.write(HtmlReport.render(report));
            }
            try (Writer out = open(newNumbers)) {
                new ReportJson().write(report, out);
            }
            replace(newNumbers, dir.resolve(NUMBERS));
            tables(ReportTables.of(report), dir);
            replace(newPage, page);
            return page;
        } catch (IOException e) {
            throw new RanvierException(
                    "cannot write the report to folder " + dir + ": " + reason(e)
                            + "; name a folder that can be written to, with enough room",
                    e);
        }
    }

    /** Writes the tables, and removes those of an older report. */
    private static void tables(Map<String, String> tables, Path dir) throws IOException {
        List<Path> old;
        try (Stream<Path> files = Files.list(dir)) {
            old = files.filter(file -> ReportTables.isName(file.getFileName().toString()))
                    .filter(file -> !tables.containsKey(file.getFileName().toString()))
                    .toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
        for (Map.Entry<String, String> table : tables.entrySet()) {
            Path part = dir.resolve(table.getKey() + ".part");
            try (Writer out = open(part)) {
                out.write(table.getValue());
            }
            replace(part, dir.resolve(table.getKey()));
        }
    }

    /** A name from a user's file may hold half a surrogate pair: this writer replaces it, where others would fail. */
    private static Writer open(Path file) throws IOException {
        return new OutputStreamWriter(new BufferedOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8);
    }

    private static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? kind : kind + " (" + e.getMessage() + ")";
    }
}
