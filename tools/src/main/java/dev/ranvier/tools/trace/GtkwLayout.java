package dev.ranvier.tools.trace;

import dev.ranvier.tools.trace.VcdSignals.Signal;
import java.util.List;

/**
 * A save file of GTKWave: the signals of each scope under its name, queue depths as steps, numbers in decimal. Flags are
 * those of GTKWave's analyzer.h: 1 highlighted, 4 decimal, 8 binary, 20 right-justified, 200 comment, 8000 analogue
 * step, c00200 and 1401200 begin and end of a closed group.
 *
 * @param signals in the order of the dump
 * @param dump name of the dump file, beside the layout
 * @param start first cycle shown
 */
record GtkwLayout(List<Signal> signals, String dump, long start) {
    private static final int MOST_SIGNALS = 2000;

    String text() {
        StringBuilder text = new StringBuilder("[*]\n[*] Ranvier\n[*]\n");
        text.append("[dumpfile] \"").append(dump).append("\"\n");
        text.append("[timestart] ").append(start).append('\n');
        text.append("[size] 1500 900\n[pos] -1 -1\n[sst_width] 220\n[signals_width] 300\n[sst_expanded] 1\n");
        signals.stream()
                .map(signal -> signal.scope().split("\\.")[0])
                .distinct()
                .forEach(chip -> text.append("[treeopen] ").append(chip).append(".\n"));
        String scope = "";
        boolean group = false;
        for (Signal signal : signals.subList(0, Math.min(signals.size(), MOST_SIGNALS))) {
            if (!signal.scope().equals(scope)) {
                scope = signal.scope();
                text.append(group ? "@1401200\n-end\n" : "");
                group = signal.scope().contains(".");
                text.append(group ? "@c00200\n-" + scope.replace('.', ' ') + "\n" : "@200\n-" + scope + "\n");
            }
            text.append(flags(signal)).append('\n').append(signal.path()).append('\n');
        }
        return text.append(group ? "@1401200\n-end\n" : "")
                .append("[pattern_trace] 1\n[pattern_trace] 0\n")
                .toString();
    }

    private static String flags(Signal signal) {
        if (signal.bits() == 1) {
            return "@28";
        }
        return signal.name().startsWith("queue_") ? "@8024" : "@24";
    }
}
