package dev.ranvier.hw;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The preset's text with one piece exchanged, written to a file: what a user's own chip file looks like. */
final class ChipFile {
    private final Path file;
    private final String text;

    private ChipFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /** The text of preset {@code loihi}. */
    static String preset() {
        try (InputStream in = Chips.class.getResourceAsStream("chips/loihi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The preset with the only occurrence of {@code piece} exchanged, as {@code my.yaml} in {@code folder}. */
    static ChipFile with(Path folder, String piece, String other) {
        String preset = preset();
        int at = preset.indexOf(piece);
        if (at < 0 || preset.indexOf(piece, at + 1) >= 0) {
            throw new IllegalArgumentException("'" + piece + "' must occur once in the preset");
        }
        return of(folder, preset.replace(piece, other));
    }

    /** A file of any text. */
    static ChipFile of(Path folder, String text) {
        try {
            return new ChipFile(Files.writeString(folder.resolve("my.yaml"), text), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 1-based line of the first occurrence of {@code piece}. */
    int lineOf(String piece) {
        return 1
                + (int) text.substring(0, text.indexOf(piece))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    ChipSpec load(String... overrides) {
        return Chips.load(file.toString(), List.of(overrides));
    }

    /** The message of the refusal; fails if the file loads. */
    String refusal(String... overrides) {
        return assertThrows(RanvierException.class, () -> load(overrides)).getMessage();
    }
}
