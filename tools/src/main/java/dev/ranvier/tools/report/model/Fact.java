package dev.ranvier.tools.report.model;

import java.util.Objects;

/**
 * A named line of text, such as a version or a digest.
 *
 * @param name what it is, e.g. {@code Ranvier}
 * @param value its text, e.g. {@code 0.1.0}
 */
public record Fact(String name, String value) {
    /** Both are required. */
    public Fact {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
