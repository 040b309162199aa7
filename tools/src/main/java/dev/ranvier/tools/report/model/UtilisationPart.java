package dev.ranvier.tools.report.model;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How full each core is, per limit of the data sheet.
 *
 * @param title heading
 * @param caption may be empty
 * @param grid tiles and cores of the board
 * @param limits limits of a core, in the order of the data sheet; values above 0
 * @param cores cores in use; all others are unused
 */
public record UtilisationPart(String title, String caption, GridSpec grid, List<Limit> limits, List<CoreUse> cores)
        implements ReportPart {

    /**
     * What is used on a core.
     *
     * @param core core on the board, numbered as in {@link GridSpec}
     * @param used amount used per limit name; a limit that is not named is 0
     */
    public record CoreUse(int core, Map<String, Long> used) {
        /** Copies its map. */
        public CoreUse {
            used = Map.copyOf(used);
        }

        /** Used part of {@code limit}: 1 is full, more than 1 does not fit. */
        public double fraction(Limit limit) {
            return amount(limit) / (double) limit.value();
        }

        /** Used amount of {@code limit}. */
        public long amount(Limit limit) {
            return used.getOrDefault(limit.name(), 0L);
        }
    }

    /**
     * The limit that is nearest to its end, and where.
     *
     * @param limit the limit
     * @param core core on the board
     * @param used amount used there
     */
    public record Binding(Limit limit, int core, long used) {
        /** Used part of the limit. */
        public double fraction() {
            return used / (double) limit.value();
        }
    }

    /**
     * Copies its lists.
     *
     * @throws IllegalArgumentException if a core does not exist or appears twice, a limit is unknown, or is not above 0
     */
    public UtilisationPart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(grid, "grid");
        limits = List.copyOf(limits);
        cores = List.copyOf(cores);
        Set<String> names = new HashSet<>();
        for (Limit limit : limits) {
            names.add(limit.name());
            if (limit.value() <= 0) {
                throw new IllegalArgumentException(
                        "limit '" + limit.name() + "' is " + limit.value() + "; a use can only be measured above 0");
            }
        }
        Set<Integer> seen = new HashSet<>();
        for (CoreUse use : cores) {
            if (use.core() < 0 || use.core() >= grid.cores()) {
                throw new IllegalArgumentException(
                        "core " + use.core() + " does not exist: the board has cores 0.." + (grid.cores() - 1));
            }
            if (!seen.add(use.core())) {
                throw new IllegalArgumentException("core " + use.core() + " is listed twice");
            }
            for (String name : use.used().keySet()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(
                            "core " + use.core() + " uses '" + name + "', which is not among the limits " + names);
                }
            }
        }
    }

    /** The binding limit: the largest used part over all cores and limits, the first of equals; empty if none is used. */
    public Optional<Binding> binding() {
        Binding highest = null;
        for (CoreUse use : cores) {
            for (Limit limit : limits) {
                if (highest == null || use.fraction(limit) > highest.fraction()) {
                    highest = new Binding(limit, use.core(), use.amount(limit));
                }
            }
        }
        return Optional.ofNullable(highest);
    }

    /** The binding limit of one core; empty if there are no limits. */
    public Optional<Binding> binding(CoreUse use) {
        return new UtilisationPart(title, caption, grid, limits, List.of(use)).binding();
    }
}
