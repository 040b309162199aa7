package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A golden case: a folder with {@code case.json} and tables. It remembers which files were used, since a listed file
 * that nobody looked at must not pass. Not safe for several threads.
 */
public final class GoldenCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final JsonNode json;
    private final Set<String> used = new LinkedHashSet<>();

    /** Reads the case in {@code folder}. */
    public GoldenCase(Path folder) {
        this.folder = folder;
        try {
            json = JSON.readTree(Files.readString(folder.resolve("case.json")));
        } catch (IOException e) {
            throw new RanvierException(
                    folder.resolve("case.json") + " cannot be read as JSON: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
        if (!json.path("set").isTextual()) {
            throw new RanvierException(folder.resolve("case.json") + " has no text 'set', which names its golden set");
        }
    }

    /** Name of the golden set. */
    public String set() {
        return json.path("set").asText();
    }

    /** Name of the case. */
    public String name() {
        return json.path("case").asText(folder.getFileName().toString());
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The whole description. */
    public JsonNode json() {
        return json;
    }

    /** The member {@code key}; an error if it is missing. */
    public JsonNode get(String key) {
        return get(json, key);
    }

    /** The member {@code key} of {@code node}; an error if it is missing. */
    public JsonNode get(JsonNode node, String key) {
        JsonNode member = node.get(key);
        if (member == null) {
            throw new RanvierException(folder + "/case.json misses '" + key + "'");
        }
        return member;
    }

    /** {@code key} of {@code node} as an int array: one value for all, or one per element. */
    public int[] ints(JsonNode node, String key, int count) {
        JsonNode member = get(node, key);
        int[] values = new int[count];
        if (member.isArray()) {
            if (member.size() != count) {
                throw new RanvierException(
                        folder + "/case.json: '" + key + "' has " + member.size() + " values, needed: " + count);
            }
            for (int i = 0; i < count; i++) {
                values[i] = member.get(i).asInt();
            }
        } else {
            java.util.Arrays.fill(values, member.asInt());
        }
        return values;
    }

    /** The table in file {@code name} (or {@code name.gz}). */
    public Csv csv(String name) {
        used.add(name);
        return Csv.read(path(name));
    }

    /** Path of the file {@code name} or {@code name.gz}; an error if the case does not hold it. */
    public Path path(String name) {
        used.add(name);
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new RanvierException(folder + "/case.json names '" + name + "', which lies outside the case");
        }
        if (Files.isRegularFile(file)) {
            return file;
        }
        Path zipped = folder.resolve(name + ".gz");
        if (Files.isRegularFile(zipped)) {
            used.add(name + ".gz");
            return zipped;
        }
        throw new RanvierException(folder + " does not hold " + name);
    }

    /** True if the case holds {@code name} or {@code name.gz}. */
    public boolean holds(String name) {
        return Files.isRegularFile(folder.resolve(name)) || Files.isRegularFile(folder.resolve(name + ".gz"));
    }

    /** The table of role {@code role} in {@code files}. */
    public Csv file(String role) {
        return file(json, role);
    }

    /** The table of role {@code role} in {@code files} of {@code node}. */
    public Csv file(JsonNode node, String role) {
        return csv(get(get(node, "files"), role).asText());
    }

    /** True if {@code files} has the role. */
    public boolean lists(String role) {
        return json.path("files").has(role);
    }

    /** A listed file that was never used, or null. */
    public String unused() {
        Set<String> listed = new LinkedHashSet<>();
        collect(json, listed);
        for (String file : listed) {
            if (!used.contains(file)) {
                return file;
            }
        }
        return null;
    }

    private static void collect(JsonNode node, Set<String> listed) {
        node.properties().forEach(entry -> {
            if (entry.getKey().equals("files")) {
                StreamSupport.stream(entry.getValue().spliterator(), false)
                        .filter(JsonNode::isTextual)
                        .forEach(file -> listed.add(file.asText()));
            } else if (entry.getValue().isObject()) {
                collect(entry.getValue(), listed);
            }
        });
    }
}
