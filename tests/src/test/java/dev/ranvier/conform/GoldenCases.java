package dev.ranvier.conform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Golden cases on disk: the project's copies, those beside the project, and copies with a change. */
final class GoldenCases {
    /** The project's copies, one folder per set. */
    static final Path OWN = Path.of("src/test/resources/golden");
    /** All sets, where the project lies beside them, or where the system property {@code ranvier.shared} says. */
    static final Path SHARED =
            Path.of(System.getProperty("ranvier.shared", "../../shared")).resolve("golden");

    private GoldenCases() {}

    /** The cases of a set in order; none if the set is not there. */
    static List<Path> of(Path set) {
        if (!Files.isDirectory(set)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(set)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("case.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a case into {@code to}, which is made; tables are unpacked. */
    static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".gz")) {
                    // A listed name may end in .gz: leave it packed under that name, unpack it otherwise.
                    Files.write(to.resolve(name.substring(0, name.length() - 3)), unpacked(file));
                } else {
                    Files.copy(file, to.resolve(name));
                }
            }
            Path json = to.resolve("case.json");
            Files.writeString(json, Files.readString(json).replace(".csv.gz\"", ".csv\""));
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    /** The lines of a plain table. */
    static List<String> lines(Path file) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return new ArrayList<>(in.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds 1 to the last cell of the middle row of a plain table. */
    static void changeOneValue(Path file) {
        List<String> lines = lines(file);
        int row = 1 + (lines.size() - 1) / 2;
        String[] cells = lines.get(row).split(",", -1);
        setCell(file, row, cells.length - 1, changed(cells[cells.length - 1].strip()));
    }

    /** Sets a cell of a plain table; row 0 is the header. */
    static void setCell(Path file, int row, int column, String value) {
        List<String> lines = lines(file);
        String[] cells = lines.get(row).split(",", -1);
        cells[column] = value;
        lines.set(row, String.join(",", cells));
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String changed(String cell) {
        return cell.contains(".")
                ? Double.toString(Double.parseDouble(cell) + 1)
                : Long.toString(Long.parseLong(cell) + 1);
    }
}
