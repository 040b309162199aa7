package dev.ranvier.hw.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads YAML text into {@link YamlNode}s that know their lines. Stateless. */
public final class YamlReader {
    /** Largest document that is read; a chip or network description is far below. */
    public static final long MAX_BYTES = 64L << 20;

    private static final int MAX_DEPTH = 64;
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .loaderOptions(loaderOptions())
            .build();

    private YamlReader() {}

    /** The parser's own limit of 3 MB is below what networks need. */
    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) MAX_BYTES);
        return options;
    }

    /** Reads a file. */
    public static YamlNode read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new RanvierException(file + ": no such file");
            }
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new RanvierException(file + " has " + size + " bytes, allowed: " + MAX_BYTES
                        + "; put large weights into .csv or .npy files beside it");
            }
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RanvierException(file + " cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    /** Parses {@code text}; {@code name} stands for the file in messages. */
    public static YamlNode parse(String name, String text) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new YamlException(name, 1, "", "is empty");
            }
            YamlNode root = node(parser, name, "", 0);
            if (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                throw new YamlException(name, line, "", "is followed by a second one, which nothing would read");
            }
            return root;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().strip().replaceAll("\\s*\\n\\s*", " ");
            throw new YamlException(name, line, "", "is not valid YAML: " + reason);
        } catch (IOException e) {
            throw new RanvierException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static YamlNode node(YAMLParser parser, String file, String path, int depth) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth > MAX_DEPTH) {
            throw new YamlException(file, line, path, "is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (parser.isCurrentAlias()) {
            throw new YamlException(
                    file,
                    line,
                    path,
                    "is an alias (*" + parser.getText() + "); aliases are not read, repeat the value");
        }
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> {
                YamlNode map = new YamlNode(file, line, path, YamlNode.Kind.MAP, null);
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    int keyLine = parser.currentTokenLocation().getLineNr();
                    if (map.keys().contains(key)) {
                        throw new YamlException(file, keyLine, path, "holds the key '" + key + "' twice");
                    }
                    parser.nextToken();
                    map.put(key, node(parser, file, path.isEmpty() ? key : path + "." + key, depth + 1));
                }
                return map;
            }
            case START_ARRAY -> {
                YamlNode list = new YamlNode(file, line, path, YamlNode.Kind.LIST, null);
                int index = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(node(parser, file, path + "[" + index + "]", depth + 1));
                    index++;
                }
                return list;
            }
            case VALUE_NULL -> {
                return new YamlNode(file, line, path, YamlNode.Kind.NULL, null);
            }
            default -> {
                return new YamlNode(file, line, path, YamlNode.Kind.SCALAR, parser.getText());
            }
        }
    }
}
