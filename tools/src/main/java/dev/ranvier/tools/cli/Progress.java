package dev.ranvier.tools.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress bar on the terminal that standard output is connected to; silent elsewhere. Not safe for several threads.
 */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 32;
    private static final long INTERVAL_NANOS = 80_000_000;

    private final PrintWriter out;
    private final String what;
    private final boolean shown;
    private long last;

    Progress(PrintWriter out, String what, boolean quiet) {
        this.out = out;
        this.what = what;
        shown = !quiet && onTerminal();
    }

    static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    void update(long done, long all) {
        long now = System.nanoTime();
        if (!shown || (now - last < INTERVAL_NANOS && done < all)) {
            return;
        }
        last = now;
        double part = all == 0 ? 1 : (double) done / all;
        int filled = (int) (part * WIDTH);
        out.print(String.format(
                Locale.ROOT,
                "\r%s [%s%s] %3.0f %%  %d/%d",
                what,
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                part * 100,
                done,
                all));
        out.flush();
    }

    @Override
    public void close() {
        if (shown) {
            out.print("\r" + " ".repeat(what.length() + WIDTH + 40) + "\r");
            out.flush();
        }
    }
}
