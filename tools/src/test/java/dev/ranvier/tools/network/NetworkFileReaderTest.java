package dev.ranvier.tools.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.learning.LearningRule;
import dev.ranvier.tools.network.SynapseSpec.Sign;
import dev.ranvier.tools.network.SynapseSpec.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A network file")
class NetworkFileReaderTest {
    @TempDir
    Path folder;

    private NetworkDocument read(String text) throws IOException {
        Path file = folder.resolve("net.yaml");
        Files.writeString(file, text);
        return NetworkFile.read(file);
    }

    private void data(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Connectivity.Synapses synapses(NetworkDocument document, String projection) {
        return (Connectivity.Synapses) document.network().projection(projection).connectivity();
    }

    @Test
    @DisplayName("gives chip parameters as one number, a list, or a column of a file")
    void compartments() throws IOException {
        data("params.csv", "neuron,v,ref\n0,-5,1\n1,700,2\n2,12,63\n");
        NetworkDocument document = read(
                """
                network: three
                populations:
                  - name: a
                    size: 3
                    compartments:
                      decay_u: [0, 100, 4095]
                      decay_v: 128
                      bias: [4095, -8190, 0]
                      threshold: 100
                      refractory: {file: params.csv#ref}
                      noise: [true, false, true]
                      initial_v: {file: "params.csv#v"}
                      shared: {neg_limit: 0, pos_limit: 3, noise_exponent: 7, noise_offset: -3, noise_at_membrane: true}
                """);
        Population a = document.network().population("a");
        assertTrue(a.output());
        assertArrayEquals(new int[] {3}, a.shape());
        CompartmentModel model = assertInstanceOf(CompartmentModel.class, a.model());
        assertArrayEquals(new int[] {0, 100, 4095}, model.decayU());
        assertArrayEquals(new int[] {128, 128, 128}, model.decayV());
        assertArrayEquals(new int[] {4095, -4095, 0}, model.biasMantissa());
        assertArrayEquals(new int[] {0, 1, 0}, model.biasExponent());
        assertArrayEquals(new int[] {1, 2, 63}, model.refractory());
        assertArrayEquals(new boolean[] {true, false, true}, model.noiseOn());
        assertArrayEquals(new boolean[] {false, false, false}, model.ternary());
        assertArrayEquals(new long[] {-5, 700, 12}, model.initialV());
        assertEquals(new CompartmentModel.SharedRegisters(0, 3, 7, -3, true), model.shared());
    }

    @Test
    @DisplayName("makes compartments ternary by a lower threshold, and resets them periodically")
    void ternary() throws IOException {
        NetworkDocument document = read(
                """
                network: t
                populations:
                  - name: a
                    shape: [2, 1]
                    compartments:
                      threshold: 10
                      threshold_low: -7
                      reset: {interval: 5, offset: [0, 2]}
                      bias: {mantissa: 3, exponent: [-1, 2]}
                outputs: []
                """);
        CompartmentModel model =
                (CompartmentModel) document.network().population("a").model();
        assertArrayEquals(new boolean[] {true, true}, model.ternary());
        assertArrayEquals(new int[] {-7, -7}, model.thresholdLow());
        assertArrayEquals(new int[] {5, 5}, model.resetInterval());
        assertArrayEquals(new int[] {0, 2}, model.resetOffset());
        assertArrayEquals(new int[] {-1, 2}, model.biasExponent());
        assertFalse(document.network().population("a").output());
    }

    @Test
    @DisplayName("gives neurons in seconds and volts")
    void physical() throws IOException {
        NetworkDocument document = read(
                """
                network: p
                run: {dt: 0.001}
                populations:
                  - name: hidden
                    size: 2
                    physical: {kind: cuba_lif, tau_mem: 0.02, tau_syn: [0.005, 0.01], v_threshold: 1, bias: [0, 0.5]}
                  - name: out
                    size: 1
                    physical: {kind: li, tau_mem: 0.02, r: 2}
                """);
        PhysicalModel hidden =
                (PhysicalModel) document.network().population("hidden").model();
        assertEquals(PhysicalModel.Kind.CUBA_LIF, hidden.kind());
        assertArrayEquals(new double[] {0.005, 0.01}, hidden.tauSyn());
        assertArrayEquals(new double[] {1, 1}, hidden.wIn());
        assertArrayEquals(new double[] {0, 0.5}, hidden.bias());
        assertEquals(OptionalDouble.of(0.001), document.settings().tickSeconds());
    }

    @Test
    @DisplayName("has dense weights as rows per target, sparse ones as a list or a table, and one-to-one ones")
    void connectivities() throws IOException {
        data("s.csv", "pre,post,weight,delay\r\n0,1,-3,2\r\n1,0,4,63\r\n");
        data("w.csv", "1,2,3\n4,5,6\n");
        NetworkDocument document = read(
                """
                network: c
                populations:
                  - {name: a, size: 3, compartments: {threshold: 1}}
                  - {name: b, size: 2, compartments: {threshold: 1}}
                inputs:
                  - {name: in, channels: 2}
                projections:
                  - {name: inline, from: a, to: b, dense: {weight: [[1, 2, 3], [4, 5, 6]], delay: [[0, 1, 2], [3, 4, 5]]}}
                  - {name: file, from: a, to: b, dense: {weight: {file: w.csv}}, weights: physical}
                  - {name: list, from: a, to: a, sparse: {synapses: [[0, 1, 20], [2, 2, -30]], delay: 4}}
                  - {name: rows, from: a, to: a, sparse: {synapses: [[0, 1, 20, 1], [2, 2, -30, 0]]}}
                  - {name: table, from: in, to: b, sparse: {synapses: {file: s.csv}}, weight_bits: 6, exponent: -2}
                  - {from: in, to: b, one_to_one: {weight: 7}, sign: excitatory, graded: true, weights: effective}
                """);
        Connectivity.Synapses inline = synapses(document, "inline");
        assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2}, inline.pre());
        assertArrayEquals(new int[] {0, 1, 0, 1, 0, 1}, inline.post());
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, inline.weight());
        assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, inline.delay());
        assertArrayEquals(inline.weight(), synapses(document, "file").weight());
        assertEquals(
                new SynapseSpec(Weights.PHYSICAL, Sign.AUTO, 8, 0, false),
                document.network().projection("file").synapse());
        assertArrayEquals(new int[] {4, 4}, synapses(document, "list").delay());
        assertArrayEquals(new int[] {1, 0}, synapses(document, "rows").delay());
        Connectivity.Synapses table = synapses(document, "table");
        assertArrayEquals(new int[] {0, 1}, table.pre());
        assertArrayEquals(new int[] {1, 0}, table.post());
        assertArrayEquals(new double[] {-3, 4}, table.weight());
        assertArrayEquals(new int[] {2, 63}, table.delay());
        assertEquals(
                new SynapseSpec(Weights.GIVEN, Sign.AUTO, 6, -2, false),
                document.network().projection("table").synapse());
        assertEquals(
                new SynapseSpec(Weights.EFFECTIVE, Sign.EXCITATORY, 8, 0, true),
                document.network().projection("in->b").synapse());
        assertArrayEquals(new double[] {7, 7}, synapses(document, "in->b").weight());
    }

    @Test
    @DisplayName("lets sources share rows of synapses by population axons")
    void sharedRows() throws IOException {
        data("rows.csv", "rows,atom,index,weight\n1,1,0,64\n0,0,1,-128\n1,1,2,64\n");
        for (String rows :
                List.of("{file: rows.csv}", "[[{index: [1], weight: [-128]}], [{}, {index: [0, 2], weight: 64}]]")) {
            NetworkDocument document = read(
                    """
                    network: c
                    populations:
                      - {name: a, size: 4, compartments: {threshold: 1}}
                      - {name: b, size: 5, compartments: {threshold: 1}}
                    projections:
                      - name: shared
                        from: a
                        to: b
                        weights: effective
                        shared_rows:
                          axon: [0, 1, -1, 1]
                          atom: [0, 1, 0, 0]
                          axons: [{rows: 0, base: 2}, {rows: 1}]
                          rows: %s
                    """
                            .formatted(rows));
            Connectivity.SharedRows shared = assertInstanceOf(
                    Connectivity.SharedRows.class,
                    document.network().projection("shared").connectivity());
            assertArrayEquals(new int[] {0, 1, -1, 1}, shared.axon());
            assertArrayEquals(new int[] {0, 1}, shared.rowsOfAxon());
            assertArrayEquals(new int[] {2, 0}, shared.base());
            assertEquals(2, shared.row().length);
            assertEquals(0, shared.row()[1][0].index().length);
            assertArrayEquals(new int[] {0, 2}, shared.row()[1][1].index());
            assertArrayEquals(new double[] {64, 64}, shared.row()[1][1].weight());
        }
    }

    @Test
    @DisplayName("has learning rules as text, with their traces")
    void learning() throws IOException {
        NetworkDocument document = read(
                """
                network: l
                populations:
                  - {name: b, size: 2, compartments: {threshold: 1}}
                inputs:
                  - {name: in, channels: 2}
                  - {name: errors, channels: 1, error_of: pes}
                projections:
                  - name: stdp
                    from: in
                    to: b
                    one_to_one: {weight: 64, tag: [1, -2], delay_tag: 9}
                    learning:
                      dw: 2^-2*x1*y0 - 2^-2*y1*x0
                      dt: "-u2*(t-3)"
                      epoch: 4
                      x1: {impulse: 16.5, tau: 10}
                      y1: {impulse: 12, tau: 7.5}
                      graded: add-saturate
                      stream: 5
                  - name: pes
                    from: in
                    to: b
                    dense: {weight: 0}
                    weights: effective
                    exponent: 4
                    learning: {pes: {rate: {mantissa: 48}, trace: {impulse: 20.5, tau: 3}}}
                """);
        Projection stdp = document.network().projection("stdp");
        LearningRule rule = stdp.learning().orElseThrow();
        assertEquals(LearningRule.Kind.PRODUCTS, rule.kind());
        assertEquals(LearningRuleText.parse("2^-2*x1*y0 - 2^-2*y1*x0"), rule.dw());
        assertEquals(LearningRuleText.parse("-u2*(t-3)"), rule.dt());
        assertEquals(4, rule.epoch());
        assertEquals(new LearningRule.Trace(16.5, 10), rule.x1());
        assertEquals(new LearningRule.Trace(12, 7.5), rule.y1());
        assertEquals(LearningRule.Trace.NONE, rule.y3());
        assertEquals(LearningRule.GradedMode.ADD_SATURATE, rule.graded());
        assertEquals(5, rule.stream());
        assertArrayEquals(new int[] {1, -2}, synapses(document, "stdp").tag());
        assertArrayEquals(new int[] {9, 9}, synapses(document, "stdp").delayTag());
        LearningRule pes = document.network().projection("pes").learning().orElseThrow();
        assertEquals(LearningRule.Kind.PES, pes.kind());
        assertEquals(2, pes.traceEpoch());
        assertEquals(4, pes.epoch());
        assertEquals(48, pes.rateMantissa());
        assertEquals(-7, pes.rateExponent());
        assertEquals(new LearningRule.Trace(20.5, 3), pes.x1());
        assertEquals(
                new Input("errors", 1, Input.Kind.ERROR, "pes"),
                document.network().inputs().get(1));
    }

    @Test
    @DisplayName("says beside the network where to run, what to feed and what to record")
    void settings() throws IOException {
        data("in.csv", "tick,neuron\n4,1\n2,0\n4,0\n");
        NetworkDocument document = read(
                """
                network: r
                run:
                  chip: loihi
                  profile: lava
                  set: {core.random_words: 8192, grid.chips: 2}
                  seed: -7
                  ticks: 100
                populations:
                  - {name: b, size: 6, compartments: {threshold: 1}}
                inputs:
                  - {name: first, channels: 3, stimulus: [[2, 2, -9], [3, 1]]}
                  - {name: second, channels: 2, stimulus: {file: in.csv}}
                projections:
                  - {name: p, from: first, to: b, dense: {weight: 1}, learning: {dw: x1*y0}}
                probes:
                  - {spikes: b}
                  - {state: v, of: b, neurons: [0..2, 5], every: 10}
                  - {weights: p, every: 25}
                  - {tags: p}
                """);
        RunSettings settings = document.settings();
        assertEquals(List.of("core.random_words=8192", "grid.chips=2"), settings.overrides());
        assertEquals(OptionalLong.of(-7), settings.seed());
        assertEquals(OptionalLong.of(100), settings.ticks());
        assertEquals("lava", settings.loadChip().core().profileName());
        assertEquals(2, settings.loadChip().grid().chips());
        InputEvents events = document.inputEvents();
        assertArrayEquals(new long[] {2, 2, 3, 4, 4}, events.ticks());
        assertArrayEquals(new int[] {2, 3, 1, 4, 3}, events.channels());
        assertArrayEquals(new int[] {-9, 1, 1, 1, 1}, events.values());
        assertEquals("in.csv", settings.stimuli().get(1).source());
        Probe.Spikes spikes =
                assertInstanceOf(Probe.Spikes.class, settings.probes().get(0));
        assertEquals(6, spikes.neurons().length);
        Probe.State state =
                assertInstanceOf(Probe.State.class, settings.probes().get(1));
        assertArrayEquals(new int[] {0, 1, 2, 5}, state.neurons());
        assertEquals(10, state.every());
        assertEquals(
                new Probe.Synapses("p", Probe.Synapses.Variable.WEIGHT, 25),
                settings.probes().get(2));
        assertEquals(
                new Probe.Synapses("p", Probe.Synapses.Variable.TAG, 1),
                settings.probes().get(3));
    }

    /** A .npy file of doubles. */
    private void array(String name, String shape, double... values) throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        for (double value : values) {
            bytes.putDouble(value);
        }
        Files.write(folder.resolve(name), bytes.array());
    }

    @Test
    @DisplayName("takes parameters, weights, synapses and stimuli from NumPy arrays")
    void arrays() throws IOException {
        array("decay.npy", "1, 3", 1, 2, 3);
        array("w.npy", "3, 2", 1, 2, 3, 4, 5, 6);
        array("synapses.npy", "2, 4", 0, 1, -2.5, 3, 1, 2, 4, 0);
        array("in.npy", "3, 2", 0, 1, 0, 0, -7, 0);
        NetworkDocument document = read(
                """
                network: n
                populations:
                  - {name: a, shape: [1, 3], compartments: {threshold: 1, decay_u: {file: decay.npy}}}
                inputs:
                  - {name: in, channels: 2, stimulus: {file: in.npy}}
                projections:
                  - {name: dense, from: in, to: a, dense: {weight: {file: w.npy}}}
                  - {name: sparse, from: in, to: a, sparse: {synapses: {file: synapses.npy}}, weights: physical}
                """);
        CompartmentModel model =
                (CompartmentModel) document.network().population("a").model();
        assertArrayEquals(new int[] {1, 2, 3}, model.decayU());
        assertArrayEquals(
                new double[] {1, 3, 5, 2, 4, 6}, synapses(document, "dense").weight());
        assertArrayEquals(new int[] {1, 2}, synapses(document, "sparse").post());
        assertArrayEquals(new double[] {-2.5, 4}, synapses(document, "sparse").weight());
        assertArrayEquals(new int[] {3, 0}, synapses(document, "sparse").delay());
        assertArrayEquals(new long[] {0, 2}, document.inputEvents().ticks());
        assertArrayEquals(new int[] {1, 0}, document.inputEvents().channels());
        assertArrayEquals(new int[] {1, -7}, document.inputEvents().values());
        RanvierException error = assertThrows(
                RanvierException.class,
                () -> read(
                        """
                network: n
                populations:
                  - {name: a, size: 3, compartments: {threshold: {file: w.npy}}}
                """));
        assertTrue(
                error.getMessage().contains("'populations[0].compartments.threshold.file' names"), error.getMessage());
        assertTrue(error.getMessage().contains("of shape [3, 2], needed: 3 elements"), error.getMessage());
    }
}
