package dev.ranvier.hw.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One node of a YAML document that remembers where it stands, so that every complaint can name file, line and key.
 *
 * <p>A tree is built by {@link YamlReader}. The only mutation is {@link #set}, which overrides use before a tree is bound
 * to records; a tree belongs to one thread.
 */
public final class YamlNode {
    /** What a node holds. */
    public enum Kind {
        MAP,
        LIST,
        SCALAR,
        NULL
    }

    private final String file;
    private final int line;
    private final String path;
    private final Kind kind;
    private final Map<String, YamlNode> entries = new LinkedHashMap<>();
    private final List<YamlNode> items = new ArrayList<>();
    private final String text;

    YamlNode(String file, int line, String path, Kind kind, String text) {
        this.file = file;
        this.line = line;
        this.path = path;
        this.kind = kind;
        this.text = text;
    }

    void put(String key, YamlNode child) {
        entries.put(key, child);
    }

    void add(YamlNode child) {
        items.add(child);
    }

    /** What this node holds. */
    public Kind kind() {
        return kind;
    }

    /** Dotted path of keys from the document root; empty at the root. */
    public String path() {
        return path;
    }

    /** 1-based line in the file. */
    public int line() {
        return line;
    }

    /** The keys of a map in the order of the file; empty for other kinds. */
    public Set<String> keys() {
        return entries.keySet();
    }

    /** An exception that names this node's file, line and key. */
    public YamlException error(String message) {
        return new YamlException(file, line, path, message);
    }

    /** The child under {@code key}; an error that lists the present keys if it is missing. */
    public YamlNode get(String key) {
        return find(key).orElseThrow(() -> error("misses the key '" + key + "'; present: " + entries.keySet()));
    }

    /** The child under {@code key} if it is present and not null. */
    public Optional<YamlNode> find(String key) {
        requireKind(Kind.MAP, "a mapping (key: value)");
        YamlNode child = entries.get(key);
        return child == null || child.kind == Kind.NULL ? Optional.empty() : Optional.of(child);
    }

    /** The items of a list; a scalar counts as a list of one, null as an empty list. */
    public List<YamlNode> items() {
        return switch (kind) {
            case LIST -> List.copyOf(items);
            case SCALAR, MAP -> List.of(this);
            case NULL -> List.of();
        };
    }

    /** Refuses keys that are not in {@code allowed}, so that a misspelt key never passes silently. */
    public YamlNode allowOnly(String... allowed) {
        return allowOnly(List.of(allowed));
    }

    /** Refuses keys that are not in {@code allowed}. */
    public YamlNode allowOnly(Collection<String> allowed) {
        requireKind(Kind.MAP, "a mapping (key: value)");
        for (Map.Entry<String, YamlNode> entry : entries.entrySet()) {
            if (!allowed.contains(entry.getKey())) {
                throw entry.getValue().error("is not a known key; allowed here: " + new TreeSet<>(allowed));
            }
        }
        return this;
    }

    /** The scalar's text. */
    public String asText() {
        requireKind(Kind.SCALAR, "a text");
        return text;
    }

    /** The scalar as an integer in {@code min..max}. */
    public int asInt(int min, int max) {
        return (int) asLong(min, max);
    }

    /** The scalar as an integer in {@code min..max}; underscores and hexadecimal are accepted. */
    public long asLong(long min, long max) {
        requireKind(Kind.SCALAR, "a whole number");
        long value;
        try {
            String digits = text.replace("_", "");
            value = digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : new BigDecimal(digits).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw error("is '" + text + "', but a whole number is needed, " + min + ".." + max);
        }
        if (value < min || value > max) {
            throw error("is " + value + ", allowed: " + min + ".." + max);
        }
        return value;
    }

    /** The scalar as a finite number in {@code min..max}. */
    public double asDouble(double min, double max) {
        requireKind(Kind.SCALAR, "a number");
        double value;
        try {
            value = Double.parseDouble(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw error("is '" + text + "', but a number is needed, " + min + ".." + max);
        }
        if (!(value >= min && value <= max)) {
            throw error("is " + text + ", allowed: " + min + ".." + max);
        }
        return value;
    }

    /** The scalar as true or false. */
    public boolean asBoolean() {
        requireKind(Kind.SCALAR, "true or false");
        return switch (text) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw error("is '" + text + "', allowed: true, false");
        };
    }

    /** The scalar as one of an enum's constants, written in lower case with '-' or '_'. */
    public <E extends Enum<E>> E asEnum(Class<E> type) {
        requireKind(Kind.SCALAR, "one of a fixed set of words");
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT);
            if (name.equals(text.replace('-', '_'))) {
                return constant;
            }
            names.add(name.replace('_', '-'));
        }
        throw error("is '" + text + "', allowed: " + String.join(", ", names));
    }

    /** Replaces the scalar under the dotted {@code target} path; used by overrides. */
    public void set(String target, String value) {
        YamlNode node = this;
        String[] keys = target.split("\\.");
        for (int i = 0; i < keys.length; i++) {
            YamlNode child = node.kind == Kind.MAP ? node.entries.get(keys[i]) : null;
            if (node.kind == Kind.LIST) {
                throw new YamlException(
                        file,
                        node.line,
                        target,
                        "lies inside a list; only values outside lists can be overridden, change the others in a copy"
                                + " of the file");
            }
            if (child == null) {
                throw new YamlException(
                        file,
                        node.line,
                        target,
                        "does not exist; keys at '" + (node.path.isEmpty() ? "top level" : node.path) + "': "
                                + new TreeSet<>(node.entries.keySet()));
            }
            boolean last = i == keys.length - 1;
            if (last && child.kind == Kind.MAP && child.entries.containsKey("value")) {
                node = child;
                node.entries.put("value", scalar(child, "value", value));
                return;
            }
            if (last) {
                if (child.kind == Kind.MAP || child.kind == Kind.LIST) {
                    throw new YamlException(
                            file, child.line, target, "is not a single value; name one of: " + child.entries.keySet());
                }
                node.entries.put(keys[i], scalar(node, keys[i], value));
                return;
            }
            node = child;
        }
    }

    private static YamlNode scalar(YamlNode parent, String key, String value) {
        String path = parent.path.isEmpty() || key.equals("value")
                ? parent.path + (key.equals("value") ? "" : key)
                : parent.path + "." + key;
        return new YamlNode("override " + path + "=" + value, 0, path, Kind.SCALAR, value);
    }

    /** A canonical one-line text of the tree: what a digest is taken over. */
    public String canonical() {
        StringBuilder out = new StringBuilder();
        canonical(out);
        return out.toString();
    }

    private void canonical(StringBuilder out) {
        switch (kind) {
            case NULL -> out.append('~');
            case SCALAR -> quoted(text, out);
            case LIST -> {
                out.append('[');
                items.forEach(item -> {
                    item.canonical(out);
                    out.append(',');
                });
                out.append(']');
            }
            case MAP -> {
                out.append('{');
                entries.forEach((key, value) -> {
                    quoted(key, out);
                    out.append(':');
                    value.canonical(out);
                    out.append(',');
                });
                out.append('}');
            }
        }
    }

    private static void quoted(String text, StringBuilder out) {
        out.append('\'').append(text.replace("'", "''")).append('\'');
    }

    private void requireKind(Kind wanted, String described) {
        if (kind != wanted) {
            throw error("must be " + described + ", but is "
                    + switch (kind) {
                        case MAP -> "a mapping";
                        case LIST -> "a list";
                        case SCALAR -> "the single value '" + text + "'";
                        case NULL -> "empty";
                    });
        }
    }
}
