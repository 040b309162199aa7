package dev.ranvier.crossbar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A whole TrueNorth chip")
class TrueNorthFitsTest {
    private static final int HEAP_MEGABYTES = 256;
    private static final int MINUTES = 5;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is assembled, loaded and run in 256 MB of heap, and its check values are right")
    void heap() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.ranvier.tools.cli.Main",
                        "bench",
                        "truenorth",
                        "--seconds",
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "not done after " + MINUTES + " minutes");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(out, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        assertEquals(7, text.lines().filter(line -> line.endsWith("  right")).count(), text);
    }
}
