package dev.ranvier.tools.conform.noc;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A case on disk: its {@code case.json} and the tables it lists. Remembers which were opened, so that none is passed
 * over.
 */
final class CaseFolder {
    private final Path folder;
    private final JsonNode root;
    private final Set<String> unread = new LinkedHashSet<>();

    CaseFolder(Path folder) {
        this.folder = folder;
        Path file = folder.resolve("case.json");
        if (!Files.isRegularFile(file)) {
            throw new RanvierException(folder + " is not a case: it has no case.json");
        }
        try {
            root = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JacksonException wrong) {
            throw new RanvierException(file + " is not JSON: " + wrong.getOriginalMessage(), wrong);
        } catch (IOException wrong) {
            throw new RanvierException(file + " cannot be read: " + wrong.getMessage(), wrong);
        }
        root.path("files").fieldNames().forEachRemaining(unread::add);
    }

    String kind() {
        return root.path("kind").asText();
    }

    JsonNode config() {
        return root.path("config");
    }

    JsonNode root() {
        return root;
    }

    boolean lists(String name) {
        return root.path("files").has(name);
    }

    /** The table that the case lists under a name. */
    CsvTable table(String name) {
        JsonNode file = root.path("files").path(name);
        if (!file.isTextual()) {
            throw new RanvierException(folder.resolve("case.json") + " lists no file '" + name + "', which a case of"
                    + " kind '" + kind() + "' needs");
        }
        unread.remove(name);
        Path path = folder.resolve(file.asText()).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw new RanvierException(folder.resolve("case.json") + " lists " + file.asText()
                    + ", which lies outside of the case's folder");
        }
        return CsvTable.read(path);
    }

    /** Listed files that nobody has opened. */
    Set<String> unread() {
        return unread;
    }
}
