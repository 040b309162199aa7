package dev.ranvier.tools.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.tools.noc.LoadPoint;
import dev.ranvier.tools.noc.LoadSweep;
import dev.ranvier.tools.noc.NocNetwork;
import dev.ranvier.tools.noc.NocReport;
import dev.ranvier.tools.noc.NocSweep;
import dev.ranvier.tools.noc.NocTraffic;
import dev.ranvier.tools.noc.Saturation;
import dev.ranvier.tools.noc.TrafficPattern;
import dev.ranvier.tools.report.model.RunReport;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens reports in a headless Chromium, where there is one. */
class ReportInBrowserTest {
    @TempDir
    Path dir;

    private static Path chromium() {
        String path = System.getenv().getOrDefault("PATH", "");
        Optional<Path> found = Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), "skipped: there is no 'chromium' on the PATH to open the report with");
        return found.get();
    }

    /** Opens {@code page}, writes a picture of it, and answers what it wrote to the browser's console. */
    private List<String> console(Path page, Path picture, String... more) throws Exception {
        Path log = dir.resolve("browser.log");
        List<String> command = new ArrayList<>(List.of(
                chromium().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + dir.resolve("profile"),
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=3000",
                "--window-size=1400,4000",
                "--screenshot=" + picture));
        Collections.addAll(command, more);
        command.add(page.toUri().toString());
        Process browser = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(browser.waitFor(90, TimeUnit.SECONDS), "the browser did not end within 90 seconds");
        } finally {
            browser.destroyForcibly();
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
    }

    private void opensQuietly(RunReport report, String... more) throws Exception {
        Path page = new ReportWriter().write(report, dir);
        Path picture = dir.resolve("page.png");
        assertEquals(List.of(), console(page, picture, more));
        assertEquals(1400, ImageIO.read(picture.toFile()).getWidth());
    }

    @Test
    @DisplayName("a browser opens the report of a classifier without a word on its console")
    void digits() throws Exception {
        opensQuietly(SampleReports.digits());
    }

    @Test
    @DisplayName(
            "a browser opens a report with hostile names and large recordings in dark colours, without a word either")
    void largeAndDark() throws Exception {
        opensQuietly(SampleReports.large(), "--force-dark-mode");
    }

    @Test
    @DisplayName("a browser opens the report of a router network without a word on its console")
    void routers() throws Exception {
        NocNetwork network = new NocNetwork.Mesh(MeshConfig.mesh(8, 8), 1);
        NocTraffic traffic = new NocTraffic(TrafficPattern.HOTSPOT, 1, 200, 400, 1);
        LoadSweep sweep = traffic.sweep(network, network.build());
        List<LoadPoint> points = sweep.run(new double[] {0.02, 0.05, 0.1}, 1);
        LoadPoint shown = sweep.point(0.05, 1);
        opensQuietly(NocReport.of(
                new NocSweep(network, traffic, points, Saturation.of(points), shown, sweep.windowStatistics()),
                "ranvier noc",
                "test"));
    }

    @Test
    @DisplayName("a script that is not the report's own is refused, and the console tells: so these tests can fail")
    void foreignScript() throws Exception {
        Path page = new ReportWriter().write(SampleReports.stdp(), dir);
        String foreign = Files.readString(page).replace("</main>", "<script>document.title='run'</script></main>");
        List<String> console = console(Files.writeString(page, foreign), dir.resolve("page.png"));
        assertFalse(console.isEmpty(), "the console is silent");
        assertTrue(console.getFirst().contains("Content Security Policy"), console.getFirst());
    }
}
