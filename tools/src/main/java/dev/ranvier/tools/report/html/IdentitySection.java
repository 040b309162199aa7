package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Identity;
import java.util.Locale;

/** The top of the page: what ran, on which chip, how exact it is, how to run it again. */
final class IdentitySection {
    private final Markup m;
    private final Identity identity;

    IdentitySection(Markup m, Identity identity) {
        this.m = m;
        this.identity = identity;
    }

    void draw() {
        m.open("header", "class", "identity");
        m.leaf("h1", identity.title());
        if (!identity.summary().isEmpty()) {
            m.leaf("p", identity.summary(), "class", "summary");
        }
        exactness();
        m.open("dl");
        fact("chip", identity.chip(), false);
        fact("network", identity.network(), false);
        fact("date", identity.date(), false);
        fact("seed", String.format(Locale.ROOT, "%d", identity.seed()), false);
        fact("network digest", identity.networkDigest(), true);
        fact("image digest", identity.imageDigest(), true);
        fact("chip digest", identity.chipDigest(), true);
        for (Fact more : identity.more()) {
            fact(more.name(), more.value(), false);
        }
        m.close();
        if (!identity.command().isEmpty()) {
            m.open("div", "class", "command");
            m.leaf("span", "run it again", "class", "name");
            m.leaf("code", identity.command());
            m.close();
        }
        m.close().line();
    }

    private void exactness() {
        if (identity.exactness().isEmpty()) {
            return;
        }
        m.open("p", "class", "exactness");
        m.leaf(
                "span",
                identity.proven() ? "✓ proven" : "not proven",
                "class",
                identity.proven() ? "badge proven" : "badge unproven");
        m.text(" " + identity.exactness());
        m.close();
    }

    private void fact(String name, String value, boolean digest) {
        if (value.isEmpty()) {
            return;
        }
        m.open("div")
                .leaf("dt", name)
                .leaf("dd", value, "class", digest ? "digest" : null)
                .close();
    }
}
