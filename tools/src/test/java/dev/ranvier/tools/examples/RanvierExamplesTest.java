package dev.ranvier.tools.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.tools.network.Probe;
import dev.ranvier.tools.run.FileRun;
import dev.ranvier.tools.run.FileRunReport;
import dev.ranvier.tools.session.DirectSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The examples of chip ranvier")
class RanvierExamplesTest {
    private static FileRun.Result run(String file, int threads) {
        FileRun run = FileRun.prepare(new FileRun.Settings(
                Path.of("examples", file), "loihi", List.of(), false, null, null, null, "nir-euler", "maxabs", 0));
        return run.run(spec -> new DirectSession(spec, threads), (done, all) -> {});
    }

    private static FileRun.Series series(FileRun.Result result, String of, String variable) {
        return result.series().stream()
                .filter(series -> series.probe().of().equals(of)
                        && (series.probe() instanceof Probe.State state
                                ? state.variable().equals(variable)
                                : variable.equals("weight")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("cells: more current more spikes, basket cells answer every volley, paired spines gain receptors")
    void cells() {
        FileRun.Result result = run("cells/cells.yaml", 1);
        int[] pyramidal = result.populations().get(0).counts();
        int[] sorted = pyramidal.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, pyramidal, "current rises from cell to cell");
        assertTrue(pyramidal[7] > 2 * pyramidal[0], Arrays.toString(pyramidal));
        assertArrayEquals(new int[] {8, 8}, result.populations().get(1).counts());
        FileRun.Series weights = series(result, "excitation", "weight");
        long[] last = weights.samples().getLast();
        assertEquals(160, last.length);
        assertTrue(Arrays.stream(last).average().orElseThrow() > 125, "mean of the receptors, 120 at the start");
        FileRun.Series soma = series(result, "pyramidal", "v_soma");
        assertEquals("mV", soma.unit().name());
        double most = soma.samples().stream()
                .mapToDouble(s -> s[0] * soma.unit().scale())
                .max()
                .orElseThrow();
        assertEquals(40, most, "overshoot of the spike, mV");
        assertEquals("nS", series(result, "pyramidal", "nmda").unit().name());
        assertTrue(
                result.notes().getFirst().contains("largest quantisation error"),
                result.notes().toString());
        assertTrue(FileRunReport.of(result, "run", "test").parts().stream()
                .anyMatch(part -> part.title().equals("Parameters of the cells in registers")));
        assertArrayEquals(
                pyramidal, run("cells/cells.yaml", 2).populations().get(0).counts(), "on two threads");
    }

    @Test
    @DisplayName("programs: chattering cells fire more often than regular ones, STDP moves the two synapses apart")
    void programs() {
        FileRun.Result result = run("programs/programs.yaml", 1);
        int regular = result.populations().get(0).counts()[0];
        int chattering = result.populations().get(1).counts()[0];
        assertTrue(regular > 10 && chattering > 1.5 * regular, regular + " and " + chattering);
        assertEquals(10, result.populations().get(2).counts()[0], "one spike per teacher");
        long[] weights = series(result, "taught", "weight").samples().getLast();
        assertTrue(weights[0] > 6553600 + 250_000 && weights[1] < 6553600 - 250_000, Arrays.toString(weights));
    }
}
