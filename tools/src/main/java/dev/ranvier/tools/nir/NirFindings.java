package dev.ranvier.tools.nir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what a reading finds: faults, repairs, warnings. One per reading, one thread. */
final class NirFindings {

    /** More than this many faults of one code say nothing new. */
    private static final int PER_REASON = 25;

    private final List<NirFinding> faults = new ArrayList<>();
    private final Map<NirReason, Integer> counts = new EnumMap<>(NirReason.class);
    private final List<NirRepair> repairs = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void fault(NirReason reason, String place, String message) {
        if (counts.merge(reason, 1, Integer::sum) <= PER_REASON) {
            faults.add(new NirFinding(reason, place, message));
        }
    }

    void repair(NirRepair.Kind kind, String place, String before, String after) {
        repairs.add(new NirRepair(kind, place, before, after));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    boolean faulty() {
        return !faults.isEmpty();
    }

    boolean has(NirReason reason) {
        return counts.containsKey(reason);
    }

    /** Faults in the order of their codes; a code with more faults than are listed says so. */
    List<NirFinding> faults() {
        List<NirFinding> sorted = new ArrayList<>(faults);
        counts.forEach((reason, count) -> {
            if (count > PER_REASON) {
                sorted.add(new NirFinding(reason, "elsewhere", (count - PER_REASON) + " more of this kind"));
            }
        });
        sorted.sort(Comparator.comparing(NirFinding::reason));
        return sorted;
    }

    List<NirRepair> repairs() {
        List<NirRepair> sorted = new ArrayList<>(repairs);
        sorted.sort(Comparator.comparing(NirRepair::kind));
        return sorted;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
