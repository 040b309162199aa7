package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;
import dev.ranvier.hw.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The catalogue of chips: presets by name, users' own files by path. Stateless. */
public final class Chips {
    private static final List<String> PRESETS = List.of("loihi", "ranc-sim", "ranc", "truenorth", "ranvier");

    private Chips() {}

    /** Names of the presets. */
    public static List<String> presets() {
        return PRESETS;
    }

    /**
     * Loads a chip.
     *
     * @param nameOrFile a preset's name, or the path of a chip file (contains a separator or ends in .yaml or .yml)
     * @param overrides single values to change, {@code key=value}
     */
    public static ChipSpec load(String nameOrFile, List<String> overrides) {
        return ChipSpecReader.bind(tree(nameOrFile), overrides);
    }

    /** Loads a chip without overrides. */
    public static ChipSpec load(String nameOrFile) {
        return load(nameOrFile, List.of());
    }

    private static YamlNode tree(String nameOrFile) {
        if (PRESETS.contains(nameOrFile)) {
            String resource = "chips/" + nameOrFile + ".yaml";
            try (InputStream in = Chips.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("preset " + resource + " is missing from the build");
                }
                return YamlReader.parse(nameOrFile + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new RanvierException("preset '" + nameOrFile + "' cannot be read: " + e.getMessage(), e);
            }
        }
        boolean isPath = nameOrFile.contains("/") || nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
        if (!isPath || !Files.exists(Path.of(nameOrFile))) {
            throw new RanvierException("chip '" + nameOrFile + "' does not exist; presets: "
                    + String.join(", ", PRESETS) + "; or give the path of a chip file (.yaml)");
        }
        return YamlReader.read(Path.of(nameOrFile));
    }
}
