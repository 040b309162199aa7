package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * Everything a report of a run says. Immutable; the arrays of its parts are handed over and not to be changed.
 *
 * @param identity what ran
 * @param headlines the figures that matter most, in order
 * @param parts sections, in order
 */
public record RunReport(Identity identity, List<Headline> headlines, List<ReportPart> parts) {
    /** Copies its lists. */
    public RunReport {
        Objects.requireNonNull(identity, "identity");
        headlines = List.copyOf(headlines);
        parts = List.copyOf(parts);
    }
}
