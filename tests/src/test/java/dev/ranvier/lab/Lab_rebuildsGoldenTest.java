package dev.ranvier.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ranvier.tools.cells.CellCompiler;
import dev.ranvier.tools.cells.CellNetwork;
import dev.ranvier.tools.cells.CellRegisters;
import dev.ranvier.tools.cells.CellSynapses;
import dev.ranvier.tools.lab.ExperimentRun;
import dev.ranvier.tools.lab.Laboratory;
import dev.ranvier.tools.lab.ReadyExperiments;
import dev.ranvier.tools.lab.experiment.Control;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.Signal;
import dev.ranvier.tools.lab.measure.Recording;
import dev.ranvier.tools.session.SessionKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The ready experiments are written in mV, nS, ms and pA and read no golden file. What the laboratory makes of them is
 * compared with the golden cases here: registers, synapses, input, controls, and the recordings of both runs.
 */
@DisplayName("ready experiments against the golden cases")
class Lab_rebuildsGoldenTest {
    private static final double AWAY_FROM_SPIKES_MV = 0.01;
    private static final double SPIKE_TIME_MS = 0.05;
    private static final double SPIKE_WINDOW_MS = 5;
    /** Set biophysical: measured distances are regression limits with this margin. */
    private static final double MARGIN = 1.5;

    /** Chaotic: only rates compare in float64. */
    private static final String CHAOTIC = "p15_ei_network";
    /** Gives every preparation an input of its own, where the case shares inputs. */
    private static final String OWN_INPUTS = "p08_shunting_inhibition";

    private static SessionKind.Opener opener;
    private static final List<ExperimentRun> RUNS = new ArrayList<>();

    @BeforeAll
    static void run() {
        opener = SessionKind.DIRECT.opener(1);
        Laboratory laboratory = new Laboratory(opener, List.of());
        for (String name : ReadyExperiments.NAMES) {
            Experiment experiment = ReadyExperiments.of(name);
            if (!experiment.about().golden().isEmpty() && experiment.runs()) {
                RUNS.add(laboratory.run(experiment, (done, all) -> {}));
            }
        }
    }

    @AfterAll
    static void close() {
        opener.close();
    }

    /** What a test asks of a run and its golden case. */
    private interface Claim {
        void of(ExperimentRun run, GoldenTables golden);
    }

    private static Stream<DynamicTest> tests(Claim claim) {
        assertEquals(
                17, RUNS.stream().filter(r -> !golden(r).equals("p20_dt_1ms")).count());
        return RUNS.stream()
                .map(run -> DynamicTest.dynamicTest(
                        run.experiment().about().name(), () -> claim.of(run, GoldenTables.of(golden(run)))));
    }

    private static String golden(ExperimentRun run) {
        return run.experiment().about().golden();
    }

    @TestFactory
    @DisplayName("physical units of the file become the registers of the case")
    Stream<DynamicTest> registers() {
        return tests((run, golden) -> {
            CellNetwork network = CellCompiler.compile(run.experiment().network());
            JsonNode registers = golden.json().get("registers");
            assertEquals(registers.get("profiles").size(), network.profiles().size(), "profiles");
            for (int p = 0; p < network.profiles().size(); p++) {
                profile(registers.get("profiles").get(p), network.profiles().get(p));
            }
            for (int g = 0; g < 3; g++) {
                JsonNode table = registers.at("/gate_tables/" + (g + 1));
                if (table.isArray()) {
                    assertEquals(table.toString(), text(network.gates()[g]), "gate " + (g + 1));
                }
            }
            assertEquals(registers.get("calcium_table").toString(), text(network.calcium()), "calcium table");
            JsonNode plasticity = registers.get("plasticity");
            assertEquals(plasticity.isNull(), network.spines() == null, "plasticity");
            if (!plasticity.isNull()) {
                assertEquals(plasticity.get("kn").asLong(), network.spines().nmdaScale(), "kn");
                assertEquals(plasticity.get("etap").asLong(), network.spines().insertRate(), "etap");
                assertEquals(plasticity.get("etad").asLong(), network.spines().removeRate(), "etad");
                assertEquals(plasticity.get("thp").asLong(), network.spines().insertAbove(), "thp");
                assertEquals(plasticity.get("thd").asLong(), network.spines().removeAbove(), "thd");
                assertEquals(plasticity.get("Dp").asInt(), network.spines().preDelay(), "Dp");
            }
        });
    }

    private static String text(int[] values) {
        return Arrays.toString(values).replace(" ", "");
    }

    private static void profile(JsonNode want, CellRegisters got) {
        assertEquals(want.get("two").asInt() == 1, got.two(), "two");
        assertEquals(want.get("gl").toString(), Arrays.toString(got.leak()).replace(" ", ""), "gl");
        assertEquals(want.get("el").toString(), Arrays.toString(got.rest()).replace(" ", ""), "el");
        assertEquals(want.get("gc").toString(), Arrays.toString(got.coupling()).replace(" ", ""), "gc");
        assertEquals(want.get("theta").asLong(), got.threshold(), "theta");
        assertEquals(want.get("vreset").asLong(), got.reset(), "vreset");
        assertEquals(want.get("nap").asInt(), got.peakTicks(), "nap");
        assertEquals(want.get("nref").asInt(), got.refractoryTicks(), "nref");
        for (int k = 0; k < 8; k++) {
            JsonNode c = want.get("ch").get(k);
            CellRegisters.Channel channel = got.channels().get(k);
            String place = "channel " + k + " ";
            assertEquals(c.get("en").asInt() == 1, channel.enabled(), place + "en");
            if (channel.enabled()) {
                assertEquals(c.get("comp").asInt(), channel.compartment(), place + "comp");
                assertEquals(c.get("src").asInt(), channel.source(), place + "src");
                assertEquals(c.get("gate").asInt(), channel.gate(), place + "gate");
                assertEquals(c.get("e").asLong(), channel.reversal(), place + "e");
                assertEquals(c.get("da").asLong(), channel.decayA(), place + "da");
                assertEquals(c.get("db").asLong(), channel.decayB(), place + "db");
                assertEquals(c.get("sa").asLong(), channel.scaleA(), place + "sa");
                assertEquals(c.get("sb").asLong(), channel.scaleB(), place + "sb");
                assertEquals(c.get("a0").asLong(), channel.start(), place + "a0");
            }
        }
    }

    @TestFactory
    @DisplayName("groups, sweeps and trains of the file become the synapses, inputs and controls of the case")
    Stream<DynamicTest> schedule() {
        return tests((run, golden) -> {
            Experiment experiment = run.experiment();
            assertEquals(
                    golden.json().get("ticks").asLong(), experiment.schedule().ticks(), "ticks");
            assertEquals(
                    golden.json().get("n_neurons").asInt(), experiment.network().cells(), "cells");
            controls(experiment, golden);
            if (!golden(run).equals(OWN_INPUTS)) {
                synapses(experiment, golden);
                List<List<Long>> got = new ArrayList<>();
                for (int i = 0; i < experiment.schedule().stamps().length; i++) {
                    got.add(List.of(experiment.schedule().stamps()[i], (long)
                            experiment.schedule().axons()[i]));
                }
                assertEquals(sorted(golden.wholes("stimulus")), sorted(got), "stimulus");
            }
        });
    }

    private static List<String> sorted(List<List<Long>> rows) {
        return rows.stream().map(List::toString).sorted().toList();
    }

    private static void synapses(Experiment experiment, GoldenTables golden) {
        CellSynapses synapses = experiment.network().synapses();
        List<List<Long>> got = new ArrayList<>();
        // An input of a case that nothing stimulates counts as a source, too.
        int more = golden.json().get("n_axons").asInt() - experiment.network().axons();
        assertEquals(0, more, "inputs");
        for (int s = 0; s < synapses.count(); s++) {
            got.add(List.of(
                    (long) synapses.source()[s],
                    (long) synapses.post()[s],
                    (long) synapses.receptors0()[s],
                    (long) synapses.receptors1()[s],
                    (long) synapses.delay()[s],
                    synapses.plastic()[s] ? 1L : 0L));
        }
        assertEquals(
                sorted(golden.wholes("synapses").stream()
                        .map(row -> row.subList(1, row.size()))
                        .toList()),
                sorted(got),
                "synapses");
    }

    private static void controls(Experiment experiment, GoldenTables golden) {
        Map<String, Control.Action> actions = Map.of(
                "ibias", Control.Action.CURRENT, "clamp", Control.Action.CLAMP, "release", Control.Action.RELEASE);
        List<String> want = golden.table("control").stream()
                .skip(1)
                .map(row -> row[0] + " " + actions.get(row[1]) + " " + row[2] + " " + row[3] + " "
                        + Double.parseDouble(row[5].isBlank() ? "0" : row[5]))
                .sorted()
                .toList();
        List<String> got = experiment.schedule().controls().stream()
                .map(c -> c.tick() + " " + c.action() + " " + c.cell() + " " + c.compartment() + " " + c.value())
                .sorted()
                .toList();
        assertEquals(want, got, "controls");
    }

    @TestFactory
    @DisplayName("what the laboratory records of the chip is the case's integer trace, and its spikes")
    Stream<DynamicTest> chip() {
        return tests((run, golden) -> {
            List<String[]> table = golden.table("expected_int");
            int compared = 0;
            for (int c = 1; c < table.getFirst().length; c++) {
                Recording.Probe probe = probe(table.getFirst()[c]);
                if (probe == null || !run.chip().probes().contains(probe)) {
                    continue;
                }
                double unit = unit(run.experiment(), probe);
                for (String[] row : table.subList(1, table.size())) {
                    int sample = sample(run, Long.parseLong(row[0]) + 1);
                    double want = Long.parseLong(row[c]) * unit;
                    assertEquals(want, run.chip().values(probe)[sample], 1e-9, probe + " after tick " + row[0]);
                }
                compared++;
            }
            assertTrue(compared > 0 || table.getFirst().length == 1, "no column of the case is recorded");
            List<String> got = new ArrayList<>();
            for (int cell = 0; cell < run.chip().cells(); cell++) {
                for (double ms : run.chip().spikes(cell)) {
                    got.add(Math.round(ms / run.experiment().tickMs()) - 1 + " " + cell);
                }
            }
            List<String> want = golden.wholes("spikes_int").stream()
                    .map(row -> row.get(0) + " " + row.get(1))
                    .sorted()
                    .toList();
            assertEquals(want, got.stream().sorted().toList(), "spikes");
        });
    }

    @TestFactory
    @DisplayName(
            "the float64 model meets the case's continuous-time files: 0.01 mV away from spikes, 0.05 ms in spikes")
    Stream<DynamicTest> model() {
        return tests((run, golden) -> {
            if (golden(run).equals(CHAOTIC)) {
                return;
            }
            List<String[]> table = golden.table("expected_float");
            for (int c = 1; c < table.getFirst().length; c++) {
                Recording.Probe probe = probe(table.getFirst()[c]);
                if (probe == null
                        || !run.model().probes().contains(probe)
                        || (probe.signal() != Signal.SOMA && probe.signal() != Signal.DENDRITE)) {
                    continue;
                }
                for (String[] row : table.subList(1, table.size())) {
                    double ms = Double.parseDouble(row[0]);
                    int sample = sample(run, Math.round(ms / run.experiment().tickMs()));
                    boolean near = run.model().spikes(probe.index()).stream()
                            .anyMatch(s -> Math.abs(s - ms) < SPIKE_WINDOW_MS);
                    if (!near) {
                        assertEquals(
                                Double.parseDouble(row[c]),
                                run.model().values(probe)[sample],
                                AWAY_FROM_SPIKES_MV,
                                probe + " at " + ms + " ms");
                    }
                }
            }
            spikes(run, golden);
        });
    }

    private static void spikes(ExperimentRun run, GoldenTables golden) {
        List<List<Double>> want = new ArrayList<>();
        for (int cell = 0; cell < run.model().cells(); cell++) {
            want.add(new ArrayList<>());
        }
        golden.table("spikes_float").stream().skip(1).forEach(row -> want.get(Integer.parseInt(row[1]))
                .add(Double.parseDouble(row[0])));
        for (int cell = 0; cell < want.size(); cell++) {
            List<Double> got = run.model().spikes(cell);
            assertEquals(want.get(cell).size(), got.size(), "spikes of cell " + cell);
            for (int i = 0; i < got.size(); i++) {
                assertEquals(want.get(cell).get(i), got.get(i), SPIKE_TIME_MS, "spike " + i + " of cell " + cell);
            }
        }
    }

    @TestFactory
    @DisplayName("the deviation that the laboratory plots is at most 1.5 times the measured deviation of the case")
    Stream<DynamicTest> deviation() {
        return tests((run, golden) -> {
            JsonNode measured = golden.json().at("/measured_deviation/vs_float64_continuous");
            run.deviation().bySignal().forEach((signal, difference) -> {
                JsonNode limit = measured.path(
                        switch (signal) {
                            case SOMA, DENDRITE -> "max_abs_V_mV";
                            case SOMA_CURRENT, DENDRITE_CURRENT -> "max_abs_I_pA";
                            case RECEPTORS -> "max_abs_A_receptors";
                            case CALCIUM -> "max_abs_C_calcium";
                            case SPIKES -> "none";
                        });
                if (!limit.isMissingNode()) {
                    assertTrue(
                            difference.largest() <= MARGIN * limit.asDouble(),
                            () -> signal + " deviates by " + difference.largest() + ", measured: " + limit);
                }
            });
            assertTrue(run.deviation().bySignal().size() > 0 || golden(run).equals(CHAOTIC));
        });
    }

    private static int sample(ExperimentRun run, long ticks) {
        assertEquals(0, ticks % run.experiment().schedule().sampleTicks(), "the case is sampled between samples");
        return (int) (ticks / run.experiment().schedule().sampleTicks());
    }

    /** V0_3, V1_3, I0_3, A_7 or A7, C_7 or C7. */
    private static Recording.Probe probe(String column) {
        char kind = column.charAt(0);
        int index = Integer.parseInt(column.replaceFirst("^(V0_|V1_|I0_|I1_|[ACN]_?)", ""));
        return switch (kind) {
            case 'V' -> new Recording.Probe(column.charAt(1) == '0' ? Signal.SOMA : Signal.DENDRITE, index);
            case 'I' ->
                new Recording.Probe(column.charAt(1) == '0' ? Signal.SOMA_CURRENT : Signal.DENDRITE_CURRENT, index);
            case 'A' -> new Recording.Probe(Signal.RECEPTORS, index);
            case 'C' -> new Recording.Probe(Signal.CALCIUM, index);
            default -> null;
        };
    }

    private static double unit(Experiment experiment, Recording.Probe probe) {
        return switch (probe.signal()) {
            case SOMA, DENDRITE, RECEPTORS -> 0x1p-16;
            case CALCIUM -> 0x1p-12;
            case SOMA_CURRENT, DENDRITE_CURRENT -> {
                double capacitance = experiment
                        .network()
                        .kinds()
                        .get(experiment.network().kindOfCell()[probe.index()])
                        .capacitance()[probe.signal().compartment()];
                yield 0x1p-24 * capacitance / experiment.tickMs();
            }
            case SPIKES -> 1;
        };
    }
}
