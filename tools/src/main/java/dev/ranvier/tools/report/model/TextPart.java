package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * Sentences: what the reader should know, or be warned of.
 *
 * @param title heading
 * @param caption may be empty
 * @param kind how loud it is
 * @param paragraphs one text each
 */
public record TextPart(String title, String caption, Kind kind, List<String> paragraphs) implements ReportPart {
    /** How loud a text is. */
    public enum Kind {
        /** For information. */
        NOTE,
        /** Something that may make the result less than it seems; counted at the top of the page. */
        WARNING
    }

    /** Copies its list. */
    public TextPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(kind, "kind");
        paragraphs = List.copyOf(paragraphs);
    }
}
