package dev.ranvier.tools.trace;

import dev.ranvier.tools.trace.VcdSignals.Signal;
import java.util.List;
import java.util.Locale;

/**
 * A save file of GTKWave: the signals of each scope in a group, that of the busiest tile open; queue depths as steps,
 * numbers in decimal. Flags are those of GTKWave's analyzer.h: 4 decimal, 8 binary, 20 right-justified, 200 comment, 8000
 * analogue step, 20000 more height for it, 800200 and 1000200 begin and end of an open group, c00200 and 1401200 those of
 * a closed one.
 *
 * @param signals in the order of the dump
 * @param dump name of the dump file, beside the layout
 * @param start first cycle
 * @param cycles cycles that shall fit on the screen, at least 1
 * @param open scope of the tile whose groups are open, empty for none
 */
record GtkwLayout(List<Signal> signals, String dump, long start, long cycles, String open) {
    /** GTKWave's zoom 0 shows about so many units of time per screen of our size. */
    private static final double UNITS_AT_ZOOM_0 = 4.4;

    private static final String STEPS = "@8024";
    private static final int MOST_SIGNALS = 2000;

    String text() {
        StringBuilder text = new StringBuilder("[*]\n[*] Ranvier\n[*]\n");
        text.append("[dumpfile] \"").append(dump).append("\"\n");
        text.append("[timestart] ").append(start).append('\n');
        double zoom = -Math.log(Math.max(1, cycles / UNITS_AT_ZOOM_0)) / Math.log(2);
        text.append(String.format(Locale.ROOT, "*%.6f -1\n", zoom));
        text.append("[size] 1500 900\n[pos] -1 -1\n[sst_width] 220\n[signals_width] 300\n[sst_expanded] 1\n");
        signals.stream()
                .map(signal -> signal.scope().split("\\.")[0])
                .distinct()
                .forEach(chip -> text.append("[treeopen] ").append(chip).append(".\n"));
        String scope = "";
        String end = "";
        for (Signal signal : signals.subList(0, Math.min(signals.size(), MOST_SIGNALS))) {
            if (!signal.scope().equals(scope)) {
                scope = signal.scope();
                boolean isOpen = !open.isEmpty() && scope.startsWith(open + ".");
                String begin = !scope.contains(".") ? "@200" : isOpen ? "@800200" : "@c00200";
                text.append(end)
                        .append(begin)
                        .append("\n-")
                        .append(scope.replace('.', ' '))
                        .append('\n');
                end = !scope.contains(".") ? "" : (isOpen ? "@1000200" : "@1401200") + "\n-end\n";
            }
            text.append(flags(signal)).append('\n').append(signal.path()).append('\n');
            text.append(flags(signal).equals(STEPS) ? "@20000\n-\n" : "");
        }
        return text.append(end).append("[pattern_trace] 1\n[pattern_trace] 0\n").toString();
    }

    private static String flags(Signal signal) {
        if (signal.bits() == 1) {
            return "@28";
        }
        return signal.name().startsWith("queue_") ? STEPS : "@24";
    }
}
