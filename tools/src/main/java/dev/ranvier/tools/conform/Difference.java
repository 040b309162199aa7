package dev.ranvier.tools.conform;

/** The first place where a case and the machine part. Thrown inside the conformance runner only. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String expected;
    private final String got;

    Difference(String where, String expected, String got) {
        super(where, null, false, false);
        this.where = where;
        this.expected = expected;
        this.got = got;
    }

    static void check(long expected, long got, String file, long tick, String column) {
        if (expected != got) {
            throw new Difference(
                    "tick " + tick + " " + file + " " + column, Long.toString(expected), Long.toString(got));
        }
    }

    String where() {
        return where;
    }

    String expected() {
        return expected;
    }

    String got() {
        return got;
    }
}
