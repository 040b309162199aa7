package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.report.model.Fact;
import dev.ranvier.tools.report.model.Headline;
import dev.ranvier.tools.report.model.Identity;
import dev.ranvier.tools.report.model.MatrixPart;
import dev.ranvier.tools.report.model.PlotPart;
import dev.ranvier.tools.report.model.RasterPart;
import dev.ranvier.tools.report.model.ReportPart;
import dev.ranvier.tools.report.model.RunReport;
import dev.ranvier.tools.report.model.TablePart;
import dev.ranvier.tools.report.model.TextPart;
import dev.ranvier.tools.report.model.TickMark;
import dev.ranvier.tools.report.model.TracePart;
import dev.ranvier.tools.report.model.UtilisationPart;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportWriterTest {
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*)</script>", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final String HOSTILE =
            "</title></svg><script>alert('x')</script><img src=x onerror=\"y\"> & \u0000\u202E";

    @TempDir
    Path dir;

    private String page(RunReport report) throws Exception {
        return Files.readString(new ReportWriter().write(report, dir));
    }

    /** The page without its style and script, read as strict XML: fails if anything is not closed, quoted or escaped. */
    private static Document parse(String page) throws Exception {
        String body = STYLE.matcher(SCRIPT.matcher(page).replaceFirst("")).replaceFirst("");
        body = body.replace("<!DOCTYPE html>", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    private static List<Element> elements(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    @Test
    @DisplayName("every part appears in order, with its heading, its caption and a line in the contents")
    void everyPartAppears() throws Exception {
        for (RunReport report : List.of(SampleReports.digits(), SampleReports.stdp())) {
            Document page = parse(page(report));
            List<String> titles = report.parts().stream().map(ReportPart::title).toList();
            assertEquals(
                    titles,
                    elements(page, "h2").stream().map(Element::getTextContent).toList());
            List<Element> links = elements(page, "a").stream()
                    .filter(a -> a.getParentNode().getNodeName().equals("li"))
                    .toList();
            assertEquals(titles, links.stream().map(Element::getTextContent).toList());
            List<String> ids = elements(page, "section").stream()
                    .map(s -> "#" + s.getAttribute("id"))
                    .toList();
            assertTrue(
                    ids.containsAll(
                            links.stream().map(a -> a.getAttribute("href")).toList()),
                    "links lead nowhere");
            String text = page.getDocumentElement().getTextContent();
            for (ReportPart part : report.parts()) {
                assertTrue(text.contains(part.caption()), part.caption());
            }
        }
    }

    @Test
    @DisplayName("every line of the identity and every headline figure is on the page")
    void identityAndHeadlines() throws Exception {
        RunReport report = SampleReports.digits();
        String text = parse(page(report)).getDocumentElement().getTextContent();
        Identity identity = report.identity();
        List<String> expected = new ArrayList<>(List.of(identity.title(), identity.summary(), identity.chip()));
        Collections.addAll(expected, identity.exactness(), identity.network(), identity.command(), identity.date());
        Collections.addAll(expected, identity.networkDigest(), identity.imageDigest(), identity.chipDigest());
        Stream.concat(identity.versions().stream(), identity.more().stream())
                .map(Fact::value)
                .forEach(expected::add);
        report.headlines().forEach(h -> Collections.addAll(expected, h.label(), h.hint()));
        Collections.addAll(
                expected, "97.5\u00A0%", "512,344", "18.34\u00A0ms", "1.273\u00A0mJ", "161,300\u00A0ticks/s");
        expected.forEach(line -> assertTrue(text.contains(line), line));
    }

    @Test
    @DisplayName("a warning is counted at the top and leads to its section")
    void warningsAtTheTop() throws Exception {
        Document page = parse(page(SampleReports.digits()));
        Element warned = elements(page, "p").stream()
                .filter(p -> p.getAttribute("class").equals("warned"))
                .findFirst()
                .orElseThrow();
        assertEquals("One warning: Weights were clipped", warned.getTextContent());
        assertEquals("#part-1", ((Element) warned.getElementsByTagName("a").item(0)).getAttribute("href"));
        String calm = page(SampleReports.stdp());
        assertFalse(calm.contains("class=\"warned\""), "a report without warnings warns");
    }

    @Test
    @DisplayName("a name can be anything: it is shown as text and never becomes markup")
    void namesNeverBecomeMarkup() throws Exception {
        String x = HOSTILE;
        UtilisationPart utilisation = new UtilisationPart(
                x,
                x,
                new GridSpec(2, 2, 1, 1),
                List.of(new Limit(x, 10, x, x)),
                List.of(new UtilisationPart.CoreUse(0, Map.of(x, 5L))));
        List<ReportPart> parts = List.of(
                new TextPart(x, x, TextPart.Kind.WARNING, List.of(x)),
                new TablePart(x, x, List.of(new TablePart.Column(x, x)), List.of(List.of(x))),
                new RasterPart(
                        x,
                        x,
                        0,
                        9,
                        List.of(new RasterPart.Layer(x, 40, new int[] {1}, new int[] {2})),
                        List.of(new TickMark(1, x))),
                new TracePart(
                        x,
                        x,
                        List.of(new TracePart.Panel(
                                x,
                                x,
                                List.of(TracePart.Series.everyTick(x, 0, new double[] {1, 2}, new int[] {1})),
                                OptionalDouble.of(3))),
                        List.of()),
                utilisation,
                new PlotPart(
                        x,
                        x,
                        new PlotPart.Axis(x, x),
                        new PlotPart.Axis(x, x),
                        List.of(new PlotPart.Series(x, PlotPart.Style.POINTS, new double[] {1}, new double[] {2}))),
                new MatrixPart(x, x, List.of(x), List.of(x), x, x, 0, 1, new double[][] {{0.5}}));
        Identity identity =
                new Identity(x, x, x, x, false, x, x, x, x, 1, x, x, List.of(new Fact(x, x)), List.of(new Fact(x, x)));
        String page = page(new RunReport(identity, List.of(new Headline(x, 1, x, x)), parts));
        assertEquals(1, page.split("<script", -1).length - 1, "script elements");
        assertFalse(page.contains("<img"), "an image came in");
        Document parsed = parse(page);
        String shown = HOSTILE.replace('\u0000', '\uFFFD').replace('\u202E', '\uFFFD');
        assertEquals(shown, elements(parsed, "h1").getFirst().getTextContent());
        assertEquals(parts.size(), elements(parsed, "h2").size());
        for (Element element : elements(parsed, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertFalse(name.startsWith("on"), () -> "event handler " + name);
            }
        }
    }

    @Test
    @DisplayName("the page is whole: it names no address and loads no file")
    void loadsNothing() throws Exception {
        for (RunReport report : List.of(SampleReports.digits(), SampleReports.stdp())) {
            String page = page(report);
            for (String loader : List.of("http:", "https:", "//cdn", "src=", "url(", "@import", "fetch(", "<iframe")) {
                assertFalse(page.contains(loader), loader);
            }
            for (Element link : elements(parse(page), "link")) {
                assertEquals("data:,", link.getAttribute("href"));
            }
        }
    }

    @Test
    @DisplayName("the security policy allows the script of the page by its digest, and nothing else")
    void policyAllowsTheScript() throws Exception {
        String page = page(SampleReports.stdp());
        Matcher script = SCRIPT.matcher(page);
        assertTrue(script.find());
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        String policy = elements(parse(page), "meta").stream()
                .filter(m -> m.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .findFirst()
                .orElseThrow()
                .getAttribute("content");
        assertTrue(policy.startsWith("default-src 'none';"), policy);
        assertTrue(policy.endsWith("script-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'"), policy);
    }

    @Test
    @DisplayName("every figure has a name for those who cannot see it")
    void figuresAreNamed() throws Exception {
        for (Element svg : elements(parse(page(SampleReports.digits())), "svg")) {
            assertEquals("img", svg.getAttribute("role"));
            assertFalse(svg.getAttribute("aria-label").isBlank());
        }
    }

    @Test
    @DisplayName("the same report gives the same bytes")
    void sameBytes() throws Exception {
        ReportWriter writer = new ReportWriter();
        writer.write(SampleReports.digits(), dir.resolve("a"));
        writer.write(SampleReports.digits(), dir.resolve("b"));
        for (String file : List.of(ReportWriter.PAGE, ReportWriter.NUMBERS)) {
            assertArrayEquals(
                    Files.readAllBytes(dir.resolve("a").resolve(file)),
                    Files.readAllBytes(dir.resolve("b").resolve(file)));
        }
    }

    @Test
    @DisplayName("a second report replaces the first, and nothing else is left in the folder")
    void replaces() throws Exception {
        Path folder = dir.resolve("made/by/the/writer");
        ReportWriter writer = new ReportWriter();
        writer.write(SampleReports.digits(), folder);
        Path page = writer.write(SampleReports.stdp(), folder);
        assertEquals(folder.resolve("report.html"), page);
        assertTrue(Files.readString(page).contains("Pair STDP on loihi"));
        assertTrue(Files.readString(folder.resolve("report.json")).contains("Pair STDP on loihi"));
        try (Stream<Path> files = Files.list(folder)) {
            List<String> expected = new ArrayList<>(List.of("report.html", "report.json"));
            expected.addAll(ReportTables.of(SampleReports.stdp()).keySet());
            Collections.sort(expected);
            assertTrue(expected.size() > 2, "a plotted series is a table");
            assertEquals(
                    expected,
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    @DisplayName("a folder that cannot be made gives one error that names it and says what to do")
    void cannotWrite() throws Exception {
        Path file = Files.writeString(dir.resolve("taken"), "a file");
        RanvierException error = assertThrows(
                RanvierException.class, () -> new ReportWriter().write(SampleReports.stdp(), file.resolve("sub")));
        assertTrue(error.getMessage().contains(file.resolve("sub").toString()), error.getMessage());
        assertTrue(error.getMessage().contains("name a folder"), error.getMessage());
    }

    @Test
    @DisplayName(
            "a raster of two million spikes, a million ticks and 4,096 cores make a page of a few megabytes, thinned"
                    + " with a notice")
    void largeStaysSmall() throws Exception {
        String page = page(SampleReports.large());
        assertTrue(page.length() < 6_000_000, () -> page.length() + " characters");
        Matcher notice = Pattern.compile("Thinned: ([\\d,]+) of 2,000,000 spikes are drawn")
                .matcher(page);
        assertTrue(notice.find(), "no notice");
        int shown = Integer.parseInt(notice.group(1).replace(",", ""));
        assertTrue(shown > 58_000 && shown < 62_000, () -> shown + " spikes shown");
        assertTrue(page.contains("no peak is lost"), "no notice for curves");
        parse(page);
        assertFalse(page(SampleReports.digits()).contains("Thinned"), "a small raster is thinned");
    }

    @Test
    @DisplayName("a report without headlines, parts, spikes, cores in use or points is still a page")
    void emptyIsFine() throws Exception {
        Document page = parse(page(SampleReports.of(
                new TextPart("t", "", TextPart.Kind.NOTE, List.of()),
                new TablePart("t", "", List.of(), List.of()),
                new RasterPart("t", "", 0, 1, List.of(new RasterPart.Layer("l", 1, new int[0], new int[0])), List.of()),
                new RasterPart("t", "", 0, 1, List.of(), List.of()),
                new TracePart("t", "", List.of(), List.of()),
                new TracePart(
                        "t",
                        "",
                        List.of(new TracePart.Panel(
                                "q",
                                "",
                                List.of(TracePart.Series.everyTick("s", 0, new double[] {Double.NaN}, new int[0])),
                                OptionalDouble.empty())),
                        List.of()),
                new UtilisationPart("t", "", new GridSpec(1, 1, 1, 1), List.of(), List.of()),
                new PlotPart("t", "", new PlotPart.Axis("x", ""), new PlotPart.Axis("y", ""), List.of()),
                new MatrixPart("t", "", List.of(), List.of(), "q", "", 0, 1, new double[0][]))));
        assertEquals(9, elements(page, "h2").size());
        assertFalse(page.getDocumentElement().getTextContent().contains("NaN"));
        for (Element element : elements(page, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String value = element.getAttributes().item(i).getNodeValue();
                assertFalse(value.contains("NaN") || value.contains("Infinity"), value);
            }
        }
    }
}
