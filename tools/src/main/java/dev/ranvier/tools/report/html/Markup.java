package dev.ranvier.tools.report.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds HTML and inline SVG. Every text and every attribute value is escaped here and nowhere else, so that a name from
 * a user's file can never become markup; every element that is opened must be closed. Owned by one thread.
 */
final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; {@code attributes} are name, value, name, value …; a null value leaves the attribute out. */
    Markup open(String tag, Object... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Closes the element opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    Markup empty(String tag, Object... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element with a text. */
    Markup leaf(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An empty element that tells {@code tip} when pointed at. */
    Markup tipped(String tag, String tip, Object... attributes) {
        return open(tag, attributes).leaf("title", tip).close();
    }

    /** Text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** Text that is already markup: only for what this package itself has written. */
    Markup trusted(String markup) {
        out.append(markup);
        return this;
    }

    /** A line break in the source, to keep it readable. */
    Markup line() {
        out.append('\n');
        return this;
    }

    private void start(String tag, Object[] attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] == null) {
                continue;
            }
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1] instanceof Double d ? coordinate(d) : attributes[i + 1].toString());
            out.append('"');
        }
    }

    /**
     * Escapes what HTML reads as markup; characters that HTML forbids, and those that turn the direction of the text
     * around them, become the replacement character.
     */
    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> i += plain(text, i);
            }
        }
    }

    /** Appends the character at {@code i}; answers how many further chars belong to it. */
    private int plain(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(i + 1));
            return 1;
        }
        boolean forbidden = Character.isISOControl(c)
                || Character.isSurrogate(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c >= 0xFFFE;
        out.append(forbidden ? '\uFFFD' : c);
        return 0;
    }

    /** A length in pixels with at most two decimals. Written by hand: a page has a hundred thousand of them. */
    static String coordinate(double pixels) {
        long hundredths = Math.round(pixels * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        String sign = hundredths < 0 ? "-" : "";
        long size = Math.abs(hundredths);
        long rest = size % 100;
        String decimals = rest % 10 == 0 ? Long.toString(rest / 10) : rest < 10 ? "0" + rest : Long.toString(rest);
        return sign + size / 100 + "." + decimals;
    }

    /** The whole markup; every element must be closed. */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("element <" + open.peek() + "> is not closed");
        }
        return out.toString();
    }
}
