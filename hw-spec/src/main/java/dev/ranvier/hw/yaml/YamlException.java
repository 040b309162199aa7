package dev.ranvier.hw.yaml;

/** A fault in a YAML file, said with file, line and key. */
public final class YamlException extends dev.ranvier.hw.RanvierException {
    private static final long serialVersionUID = 1L;

    /** A fault at {@code file:line} (line 0 where there is none: overrides), key {@code path}. */
    public YamlException(String file, int line, String path, String message) {
        super(file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "the document" : "'" + path + "'") + " "
                + message);
    }
}
