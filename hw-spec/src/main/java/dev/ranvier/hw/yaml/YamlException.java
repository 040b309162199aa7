package dev.ranvier.hw.yaml;

/** A fault in a YAML file, said with file, line and key. */
public final class YamlException extends dev.ranvier.hw.RanvierException {
    private static final long serialVersionUID = 1L;

    /** A fault at {@code file:line}, key {@code path}. */
    public YamlException(String file, int line, String path, String message) {
        super(file + ":" + line + ": " + (path.isEmpty() ? "the document" : "'" + path + "'") + " " + message);
    }
}
