package dev.ranvier.tools.nir;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that someone probably meant. */
final class NearestName {

    private NearestName() {}

    /** The known name that begins with {@code wanted} or the other way round, else the one of smallest edit distance. */
    static Optional<String> of(String wanted, Collection<String> known) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (!wanted.isEmpty() && (name.startsWith(wanted) || wanted.startsWith(name))) {
                distance = 1;
            }
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        // A name that shares nothing with the wanted one would only mislead.
        return bestDistance < Math.max(wanted.length(), 2) ? Optional.of(best) : Optional.empty();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
