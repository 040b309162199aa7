package dev.ranvier.tools.network;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A YAML text while it is written: lines of {@code key: value} at a depth. Not safe for several threads. */
final class YamlText {
    private static final String INDENT = "  ";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*(?:[>+][A-Za-z0-9_./-]+)*");
    /** Words that YAML readers take for something else than text. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    /** A line {@code key: value}. */
    void entry(int depth, String key, String value) {
        out.append(INDENT.repeat(depth)).append(key).append(": ").append(value).append('\n');
    }

    /** A line {@code key:}, whose content follows one deeper. */
    void open(int depth, String key) {
        out.append(INDENT.repeat(depth)).append(key).append(":\n");
    }

    /** The first line {@code - key: value} of an item; the others follow one deeper. */
    void item(int depth, String key, String value) {
        out.append(INDENT.repeat(depth))
                .append("- ")
                .append(key)
                .append(": ")
                .append(value)
                .append('\n');
    }

    /** An item on one line. */
    void item(int depth, String value) {
        out.append(INDENT.repeat(depth)).append("- ").append(value).append('\n');
    }

    /** Adds the lines of another text. */
    void append(YamlText other) {
        out.append(other.out);
    }

    /** True if nothing has been written. */
    boolean isEmpty() {
        return out.isEmpty();
    }

    /** {@code text} as a scalar that is read back as the same text. */
    static String quote(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\U%08X", c));
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
