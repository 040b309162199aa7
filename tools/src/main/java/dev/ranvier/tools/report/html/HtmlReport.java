package dev.ranvier.tools.report.html;

import dev.ranvier.tools.report.model.ConfusionPart;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.HeadroomPart;
import dev.ranvier.tools.report.model.HistogramPart;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.MatrixPart;
import dev.ranvier.tools.report.model.MeshPart;
import dev.ranvier.tools.report.model.PlacementPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.model.UtilisationPart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Draws a report as one HTML page that loads nothing: style, script and figures are inside. The script only makes hints
 * appear at once; a content security policy allows that script (by its digest) and nothing else.
 */
public final class HtmlReport {
    /** Letters of a number that fit on a card. */
    private static final int CARD_LETTERS = 13;

    private final RunReport report;
    private final Markup m = new Markup();

    private HtmlReport(RunReport report) {
        this.report = report;
    }

    /** The page for {@code report}. */
    public static String render(RunReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        m.trusted("<!DOCTYPE html>\n").open("html", "lang", "en");
        head();
        m.open("body");
        m.leaf("a", "Skip to the report", "class", "skip", "href", "#report");
        m.open("div", "class", "layout");
        contents();
        m.open("main", "id", "report");
        new IdentitySection(m, report.identity()).draw();
        warnings();
        headlines();
        for (int i = 0; i < report.parts().size(); i++) {
            section(report.parts().get(i), id(i));
        }
        footer();
        m.close().close().close();
        m.trusted("<script>" + StyleSheet.resource("report.js") + "</script>");
        m.close().line();
        return m.finish();
    }

    private void head() {
        m.open("head").line();
        m.empty("meta", "charset", "utf-8").line();
        String policy =
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
                        + " script-src 'sha256-" + digest(StyleSheet.resource("report.js")) + "'";
        m.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .line();
        m.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        m.empty("meta", "name", "color-scheme", "content", "light dark").line();
        m.empty("link", "rel", "icon", "href", "data:,").line();
        m.leaf("title", report.identity().title()).line();
        m.trusted("<style>" + StyleSheet.text() + "</style>").line();
        m.close().line();
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static String id(int part) {
        return "part-" + (part + 1);
    }

    private void contents() {
        m.open("nav", "class", "contents", "aria-label", "contents");
        m.leaf("a", "Ranvier", "class", "brand", "href", "#report");
        m.open("ol");
        for (int i = 0; i < report.parts().size(); i++) {
            ReportPart part = report.parts().get(i);
            boolean warning = part instanceof TextPart text && text.kind() == TextPart.Kind.WARNING;
            m.open("li")
                    .leaf("a", part.title(), "href", "#" + id(i), "class", warning ? "warns" : null)
                    .close();
        }
        m.close().close().line();
    }

    private void warnings() {
        List<TextPart> warnings = report.parts().stream()
                .filter(TextPart.class::isInstance)
                .map(TextPart.class::cast)
                .filter(text -> text.kind() == TextPart.Kind.WARNING)
                .toList();
        if (warnings.isEmpty()) {
            return;
        }
        m.open("p", "class", "warned");
        m.text(warnings.size() == 1 ? "One warning: " : warnings.size() + " warnings: ");
        for (int i = 0; i < warnings.size(); i++) {
            m.text(i == 0 ? "" : ", ");
            m.leaf("a", warnings.get(i).title(), "href", "#" + id(report.parts().indexOf(warnings.get(i))));
        }
        m.close().line();
    }

    private void headlines() {
        if (report.headlines().isEmpty()) {
            return;
        }
        m.open("section", "class", "cards", "aria-label", "headline figures");
        for (Headline headline : report.headlines()) {
            NumberText value = NumberText.of(headline.value(), headline.unit()).within(CARD_LETTERS, headline.value());
            m.open("div", "class", "card");
            m.leaf("span", headline.label(), "class", "name");
            m.open(
                    "span",
                    "class",
                    value.number().length() > 10 ? "value long" : "value",
                    "title",
                    NumberText.exact(headline.value()) + " " + headline.unit());
            m.text(value.number());
            if (!value.unit().isEmpty()) {
                m.text("\u00A0").leaf("small", value.unit());
            }
            m.close();
            if (!headline.hint().isEmpty()) {
                m.leaf("span", headline.hint(), "class", "hint");
            }
            m.close().line();
        }
        m.close().line();
    }

    private void section(ReportPart part, String id) {
        m.open("section", "class", "part", "id", id).line();
        m.leaf("h2", part.title());
        if (!part.caption().isEmpty()) {
            m.leaf("p", part.caption(), "class", "caption");
        }
        m.line();
        switch (part) {
            case TextPart text -> text(text);
            case TablePart table -> new TableSection(m, table).draw();
            case RasterPart raster -> new RasterFigure(m, raster).draw();
            case TracePart traces -> new TraceFigure(m, traces).draw();
            case UtilisationPart utilisation -> new UtilisationFigure(m, utilisation, id).draw();
            case ConfusionPart confusion -> new ConfusionFigure(m, confusion).draw();
            case HeadroomPart headroom -> new HeadroomSection(m, headroom).draw();
            case HistogramPart histogram -> new HistogramFigure(m, histogram).draw();
            case PlotPart plot -> new PlotFigure(m, plot).draw();
            case MatrixPart matrix -> new MatrixFigure(m, matrix).draw();
            case MeshPart mesh -> new MeshFigure(m, mesh).draw();
            case PlacementPart placement -> new PlacementFigure(m, placement).draw();
        }
        m.close().line();
    }

    private void text(TextPart part) {
        m.open("div", "class", part.kind() == TextPart.Kind.WARNING ? "text warning" : "text");
        for (String paragraph : part.paragraphs()) {
            m.leaf("p", paragraph);
        }
        m.close();
    }

    private void footer() {
        Identity identity = report.identity();
        m.open("footer");
        m.text("The same numbers for programs: ");
        m.leaf("a", "report.json", "href", "report.json");
        m.text(", and report-*.csv beside it. This page loads nothing from the network.");
        for (Fact version : identity.versions()) {
            m.text(" · " + version.name() + " " + version.value());
        }
        m.close();
    }
}
