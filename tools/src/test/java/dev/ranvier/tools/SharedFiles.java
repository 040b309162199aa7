package dev.ranvier.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds golden sets and data beside the repository: {@code ../shared} from its root, or the folder that the system
 * property {@code ranvier.shared} names. Tests that need them are skipped where they are absent.
 */
public final class SharedFiles {

    private SharedFiles() {}

    /** The file or folder at a path below the shared folder; skips the test when it is not there. */
    public static Path require(String path) {
        Path found = root().resolve(path);
        assumeTrue(Files.exists(found), "skipped: " + path + " is not beside the repository (../shared)");
        return found;
    }

    private static Path root() {
        String property = System.getProperty("ranvier.shared");
        if (property != null) {
            return Path.of(property);
        }
        // Tests run in their module's folder.
        return Path.of("").toAbsolutePath().getParent().resolveSibling("shared");
    }
}
