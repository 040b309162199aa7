package dev.ranvier.tools.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Files that other writers made (make_fixtures.py)")
class NirForeignFileTest {

    private static NirReport read(String name) throws IOException {
        try (InputStream stream = NirForeignFileTest.class.getResourceAsStream(name)) {
            byte[] bytes = name.endsWith(".gz") ? new GZIPInputStream(stream).readAllBytes() : stream.readAllBytes();
            return NirReader.read(ByteBuffer.wrap(bytes), NirOptions.DEFAULT);
        }
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource({
        "soft_link.nir, refuse:unsafe_link",
        "external_link.nir, refuse:unsafe_link",
        "user_link.nir, refuse:unsafe_link",
        "cycle.nir, refuse:too_deep",
        "scaleoffset.nir, refuse:unsupported_filter",
        "empty_edges.nir, refuse:unconnected_port",
        "null_edges.nir, refuse:unconnected_port",
        "empty_name.nir, refuse:bad_node_name",
        "other_types.nir, accept",
        "bfloat16.nir, refuse:bad_parameter",
        "bool_weights.nir, refuse:bad_parameter",
        "fill_value.nir, accept",
    })
    void verdicts(String name, String verdict) throws IOException {
        NirReport report = read(name);
        assertEquals(verdict, report.verdict(), () -> report.findings().toString());
    }

    @Test
    @DisplayName("half precision, big-endian integers, lzf and fixed-length names are read bit for bit")
    void values() throws IOException {
        NirNode.LIF lif = (NirNode.LIF) read("other_types.nir").require().node("lif");
        assertArrayEquals(new double[] {0.25, 0.5, 0.125}, lif.tau().data());
        assertArrayEquals(new double[] {1, 2, 300}, lif.r().data());
        assertArrayEquals(new double[] {-1, -2, -3}, lif.vLeak().data());
        assertEquals(NirTensor.Stored.FLOAT32, lif.tau().stored());
    }

    @Test
    @DisplayName("elements that were never written have the fill value")
    void fillValue() throws IOException {
        NirNode.LIF lif = (NirNode.LIF) read("fill_value.nir").require().node("lif");
        assertArrayEquals(new double[] {2.5, 2.5, 2.5}, lif.r().data());
    }

    @Test
    @DisplayName("twelve declared bytes that unpack to 160 MB are refused without unpacking them into memory")
    void bomb() {
        NirReport report = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> read("bomb.nir.gz"));
        assertEquals("refuse:not_hdf5", report.verdict());
        assertTrue(report.findings().getFirst().message().contains("unpacks to more"), report.findings()::toString);
    }

    @Test
    @DisplayName("the target of a link is named and not opened")
    void linkTarget() throws IOException {
        assertTrue(read("external_link.nir").findings().getFirst().message().contains("elsewhere.h5:/secret"));
    }

    @Test
    @DisplayName("a missing file or a folder is an I/O error in one sentence")
    void noFile(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("no.nir");
        RanvierException error =
                assertThrows(RanvierException.class, () -> NirReader.read(missing, NirOptions.DEFAULT));
        assertTrue(error.getMessage().endsWith("does not exist"));
        assertThrows(RanvierException.class, () -> NirReader.read(folder, NirOptions.DEFAULT));
        Path file = Files.write(folder.resolve("plain.nir"), NirFile.plain().bytes());
        assertEquals("accept", NirReader.read(file, NirOptions.DEFAULT).verdict());
        Path empty = Files.createFile(folder.resolve("empty.nir"));
        assertEquals(
                "refuse:not_hdf5", NirReader.read(empty, NirOptions.DEFAULT).verdict());
    }
}
