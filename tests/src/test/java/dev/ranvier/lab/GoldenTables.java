package dev.ranvier.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A golden case of set biophysical as its files say it.
 *
 * @param folder folder of the case
 * @param json its case.json
 */
record GoldenTables(Path folder, JsonNode json) {
    private static final Path SET = Path.of("src/test/resources/golden/biophysical");

    static GoldenTables of(String name) {
        Path folder = SET.resolve(name);
        try {
            return new GoldenTables(
                    folder,
                    new ObjectMapper().readTree(folder.resolve("case.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of a table, split into cells; the first is its head. */
    List<String[]> table(String file) {
        String name = json.at("/files/" + file).asText();
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name.endsWith(".gz") ? name : name + ".gz");
        boolean unpack = !Files.exists(plain) || name.endsWith(".gz");
        try (InputStream bytes = Files.newInputStream(unpack ? packed : plain);
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(unpack ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(l -> !l.isBlank())
                    .map(l -> l.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a table without its head, as whole numbers; empty cells are 0. */
    List<List<Long>> wholes(String file) {
        return table(file).stream()
                .skip(1)
                .map(row -> java.util.Arrays.stream(row)
                        .map(cell -> cell.isBlank() || cell.contains(".") ? 0L : Long.parseLong(cell))
                        .toList())
                .toList();
    }
}
