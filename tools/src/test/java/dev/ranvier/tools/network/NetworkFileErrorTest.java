package dev.ranvier.tools.network;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A wrong network file")
class NetworkFileErrorTest {
    private static final String SOUND =
            """
            network: n
            run: {chip: loihi, profile: lava, ticks: 5}
            populations:
              - name: a
                size: 3
                compartments: {threshold: 1, bias: 8, decay_u: [1, 2, 3]}
              - name: b
                shape: [1, 3]
                physical: {kind: lif, tau_mem: 0.02, v_threshold: 1}
            inputs:
              - {name: in, channels: 2, stimulus: [[0, 1], [2, 0]]}
              - {name: err, channels: 1, error_of: pes}
            projections:
              - {name: sparse, from: in, to: a, sparse: {synapses: [[0, 1, 20], [1, 2, -30]], delay: 4}}
              - {name: dense, from: in, to: a, dense: {weight: [[1, 2], [3, 4], [5, 6]]}}
              - {name: pes, from: a, to: a, one_to_one: {weight: 1}, learning: {pes: {rate: {mantissa: 4}, trace: {impulse: 2, tau: 3}}}}
              - {name: rule, from: a, to: a, one_to_one: {weight: 1}, learning: {dw: "2^-1*x1*y0", x1: {impulse: 3, tau: 4}}}
              - {name: shared, from: a, to: a, shared_rows: {axon: [0, 0, -1], axons: [{rows: 0, base: 1}], rows: [[{index: [0, 1], weight: 64}]]}}
            outputs: [a]
            probes:
              - {state: u, of: a, neurons: [0..1]}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("ok.csv"), "x,y\n1,2\n3,4\n5,6\n");
        Files.writeString(folder.resolve("short.csv"), "x\n1\n2\n");
        Files.writeString(folder.resolve("text.csv"), "x\n1\n2\nthree\n");
        Files.writeString(folder.resolve("ragged.csv"), "x,y\n1,2\n3\n");
        Files.writeString(folder.resolve("synapses.csv"), "pre,post,weight\n0,0,1\n1,3,1\n");
        Files.writeString(folder.resolve("odd.csv"), "pre,post,weight,dely\n0,0,1,1\n");
        Files.writeString(folder.resolve("matrix.csv"), "1,2\n3,4\n");
        Files.writeString(folder.resolve("empty.csv"), "");
        Files.writeString(folder.resolve("events.csv"), "tick,channel\n1,0\n2,2\n");
        Files.writeString(folder.resolve("long.csv"), "x\n" + "1".repeat(5000) + "\n");
    }

    @Test
    @DisplayName("is not this one: it is sound")
    void soundFileIsRead() {
        NetworkFile.parse("net.yaml", SOUND, folder);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            network: n                   | network: [n]            | net.yaml:1: 'network' must be a text
            network: n                   | network: ' '            | 'network' is blank
            outputs: [a]                 | output: [a]             | 'output' is not a known key; allowed here: [biophysics, inputs, network, outputs, populations, probes, projections, run]
            outputs: [a]                 | outputs: [c]            | 'outputs[0]' is 'c', which is no population; there are [a, b]
            size: 3                      | size: 0                 | net.yaml:5: 'populations[0].size' is 0, allowed: 1..
            size: 3                      | size: 9999999           | allowed: 1..4194304
            size: 3                      | size: three             | is 'three', but a whole number is needed
            size: 3                      | shape: []               | 'populations[0].shape' is empty
            size: 3                      | shape: [4000, 4000]     | needs 4194305 neurons; a network has at most 4194304
            size: 3                      | channels: 3             | 'populations[0].channels' is not a known key
            name: b                      | name: a                 | 'populations[1].name' is 'a', a name that is taken
            name: in,                    | name: b,                | 'inputs[0].name' is 'b', a name that is taken
            name: dense,                 | name: sparse,           | is called 'sparse', a name that is taken
            {threshold: 1,               | {                       | 'populations[0].compartments' misses the key 'threshold'
            {threshold: 1,               | {threshold: 131072,     | is 131072, allowed: -131071..131071
            {threshold: 1,               | {threshold: 1, v: 1,    | 'populations[0].compartments.v' is not a known key; allowed here: [bias, decay_u,
            bias: 8                      | bias: 4097              |
            bias: 8                      | bias: 99999             | has 99999 for neuron 0, which is no mantissa -4095..4095 times a power of two; the nearest are 99968 and 100000
            bias: 8                      | bias: {mantissa: 40000} | is 40000, allowed: -32768..32767
            decay_u: [1, 2, 3]           | decay_u: [1, 2]         | has 2 values, needed: one for all, a list of 3, or {file: name.csv}
            decay_u: [1, 2, 3]           | decay_u: [1, 2, 4097]   | 'populations[0].compartments.decay_u[2]' is 4097, allowed: 0..4096
            decay_u: [1, 2, 3]           | decay_u: {file: ok.csv#x} |
            decay_u: [1, 2, 3]           | decay_u: {file: ok.csv} | ok.csv has 2 columns; name one: ok.csv#x
            decay_u: [1, 2, 3]           | decay_u: {file: ok.csv#z} | ok.csv has no column 'z'; it has [x, y]
            decay_u: [1, 2, 3]           | decay_u: {file: no.csv} | no.csv, but there is no such file
            decay_u: [1, 2, 3]           | decay_u: {file: ok.txt} | is 'ok.txt', allowed: name.csv, name.csv#column, name.npy, name.npz#array
            decay_u: [1, 2, 3]           | decay_u: {file: "a\\0.csv"} | which is no file name
            decay_u: [1, 2, 3]           | decay_u: {fil: ok.csv}  | 'populations[0].compartments.decay_u.fil' is not a known key; allowed here: [file]
            decay_u: [1, 2, 3]           | decay_u: {file: short.csv} | short.csv with 2 rows, needed: 3
            decay_u: [1, 2, 3]           | decay_u: {file: text.csv} | text.csv:4: 'three' in column 'x' is not a whole number
            decay_u: [1, 2, 3]           | decay_u: {file: ragged.csv#x} | ragged.csv:3: the line has 1 cells, the header has 2
            decay_u: [1, 2, 3]           | decay_u: {file: empty.csv} | empty.csv is empty, a header line
            decay_u: [1, 2, 3]           | decay_u: {file: long.csv} | long.csv:2: a cell has more than 256 characters
            kind: lif                    | kind: lift              | is 'lift', allowed: i, if, li, lif, cuba-li, cuba-lif, threshold
            tau_mem: 0.02                | tau_mem: 0              | is 0.0 s for neuron 0, allowed: more than 0 s
            tau_mem: 0.02                | tau_mem: .nan           | 'populations[1].physical.tau_mem' is '.nan', but a number is needed
            tau_mem: 0.02                | tau_mem: NaN            | 'populations[1].physical.tau_mem' is NaN, allowed:
            tau_mem: 0.02                | tau_mem: 1, tau_syn: 1  | 'populations[1].physical.tau_syn' is not a known key; allowed here: [bias, kind, r, tau_mem, v_leak, v_reset, v_threshold]
            , v_threshold: 1             |                         | misses the key 'v_threshold'
            stimulus: [[0, 1], [2, 0]]   | stimulus: [[0, 2]]      | 'inputs[0].stimulus[0][1]' is 2, allowed: 0..1
            stimulus: [[0, 1], [2, 0]]   | stimulus: [[0]]         | has 1 numbers, needed: [tick, channel] or [tick, channel, value]
            stimulus: [[0, 1], [2, 0]]   | stimulus: {file: events.csv} | events.csv:3: 2 in column 'channel' is out of range, allowed: 0..1
            error_of: pes                | error_of: rule          | is 'rule', which is no projection that learns by pes; there are [pes]
            from: in, to: a, sparse      | from: err, to: a, sparse | 'projections[0].from' is 'err', which is neither a population nor an input of spikes; there are [a, b, in]
            from: in, to: a, sparse      | from: in, to: in, sparse | 'projections[0].to' is 'in', which is no population; there are [a, b]
            sparse: {synapses            | spares: {synapses       | 'projections[0].spares' is not a known key
            sparse: {synapses: [[0, 1, 20], [1, 2, -30]], delay: 4} | sign: mixed | says nothing of who is connected; needed: one of [dense, sparse, one_to_one, shared_rows]
            dense: {weight               | one_to_one: {weight: 1}, dense: {weight | has [dense, one_to_one]; needed: one of
            dense: {weight: [[1, 2], [3, 4], [5, 6]]} | one_to_one: {weight: 1} | joins 2 sources and 3 targets; needed: as many of each
            [1, 2, -30]                  | [1, 3, -30]             | 'projections[0].sparse.synapses[1][1]' is 3, allowed: 0..2
            [1, 2, -30]                  | [1, 2]                  | has 2 numbers, needed: [pre, post, weight] in all rows
            [0, 1, 20], [1, 2, -30]      | [0, 1, 20, 1]           | 'projections[0].sparse.delay' is given here and with the synapses
            delay: 4                     | delay: 64               | is 64, allowed: 0..63
            [[0, 1, 20], [1, 2, -30]]    | {file: synapses.csv}    | synapses.csv:3: 3 in column 'post' is out of range, allowed: 0..2
            [[0, 1, 20], [1, 2, -30]]    | {file: odd.csv}         | column 'dely' is not known; columns: [pre, post, weight, delay, tag, delay_tag]
            [[0, 1, 20], [1, 2, -30]]    | {file: ok.csv}          | column 'x' is not known
            [[0, 1, 20], [1, 2, -30]]    | {file: "ok.csv#x"}      | names column 'x', but the whole file is read here
            [[1, 2], [3, 4], [5, 6]]     | [[1, 2], [3, 4]]        | 'projections[1].dense.weight' has 2 values, needed: one for all, a list of 3
            [[1, 2], [3, 4], [5, 6]]     | {file: matrix.csv}      | matrix.csv has 2 lines of 2 numbers, needed: 3 lines
            [[1, 2], [3, 4], [5, 6]]     | {file: short.csv}       | short.csv:1: the line has 1 numbers, needed: 2
            dense: {weight               | delay: 1, dense: {weight | 'projections[1].delay' is not a known key
            dense: {weight               | exponent: 8, dense: {weight | is 8, allowed: -8..7
            dense: {weight               | weights: real, dense: {weight | is 'real', allowed: given, effective, physical
            dense: {weight               | weight_bits: 9, dense: {weight | is 9, allowed: 1..8
            mantissa: 4                  | mantissa: 128           | is 128, allowed: -128..127
            pes: {rate                   | dw: x0, pes: {rate      | 'projections[2].learning.dw' is not a known key; allowed here: [pes]
            2^-1*x1*y0                   | 2^-1*x1                 | net.yaml:17: 'projections[3].learning.dw' is refused: learning rule "2^-1*x1", column 1: this product has no dependency
            2^-1*x1*y0                   | 2^-99*x1*y0             | the number -99 is too large, allowed: up to 64
            2^-1*x1*y0                   | x1*y0*(w+77777777777)   | the number 77777777777 is too large, allowed: up to 512
            impulse: 3                   | impulse: 128            | 'projections[3].learning.x1.impulse' is 128, allowed: 0.0..127.999
            shared_rows: {               | learning: {}, shared_rows: { | 'projections[4].learning' is not possible with shared_rows
            base: 1                      | base: 2                 | 'projections[4].shared_rows' is refused: projection 'shared': axon 0 reaches target 3, allowed: 0..2
            axon: [0, 0, -1]             | axon: [0, 1, -1]        | 'projections[4].shared_rows.axon[1]' is 1, allowed: -1..0
            axon: [0, 0, -1]             | axon: 0, atom: 1        | atom 1 of source 0 does not exist, allowed: 0..0
            index: [0, 1]                | index: [0, 3]           | is 3, allowed: 0..2
            state: u                     | state: i                | 'probes[0].state' is 'i', allowed: u, v, q, refractory, y1, y2, y3
            of: a, neurons               | of: c, neurons          | 'probes[0].of' is 'c', which is no population; there are [a, b]
            [0..1]                       | [0..3]                  | is '0..3', allowed: numbers 0..2 and ranges first..last of them
            {state: u, of: a, neurons: [0..1]} | {weights: dense}  | is 'dense', which is no projection that learns; there are [pes, rule]
            {state: u, of: a, neurons: [0..1]} | {}                | has []; needed: one of spikes, state, weights, tags, delay_tags
            ticks: 5                     | ticks: 0                | 'run.ticks' is 0, allowed: 1..
            ticks: 5                     | steps: 5                | 'run.steps' is not a known key; allowed here: [chip, dt, profile, seed, set, ticks]
            """)
    @DisplayName("is refused with file, line, key and what is allowed")
    void isRefused(String sound, String wrong, String message) {
        assertTrue(SOUND.contains(sound), "the sound file has no: " + sound);
        String text = SOUND.replace(sound, wrong == null ? "" : wrong.replace("' '", "\" \""));
        if (message == null) {
            NetworkFile.parse("net.yaml", text, folder);
            return;
        }
        RanvierException error =
                assertThrows(RanvierException.class, () -> NetworkFile.parse("net.yaml", text, folder));
        assertTrue(error.getMessage().startsWith("net.yaml:"), error.getMessage());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    @DisplayName("with a dense projection of 10^12 synapses is refused before memory is asked for")
    void sizesAreCheckedFirst() {
        String text =
                """
                network: large
                populations:
                  - {name: a, size: 1000000, compartments: {threshold: 1}}
                projections:
                  - {name: all, from: a, to: a, dense: {weight: 1}}
                """;
        RanvierException error =
                assertThrows(RanvierException.class, () -> NetworkFile.parse("net.yaml", text, folder));
        assertTrue(
                error.getMessage().contains("'projections[0].dense' needs 1000000000000 synapses"), error.getMessage());
        assertTrue(error.getMessage().contains("at most 67108864"), error.getMessage());
    }

    @Test
    @DisplayName("gives one clear error however it was damaged, never another exception")
    void damagedFiles() {
        SplittableRandom random = new SplittableRandom(20260601);
        String alphabet = "{}[]:,-#'\"&*!|>%@ \n\t0159.exyw^+()";
        for (int copy = 0; copy < 1500; copy++) {
            StringBuilder text = new StringBuilder(SOUND);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, c);
                    case 2 -> text.setCharAt(at, c);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 30)));
                }
            }
            try {
                NetworkFile.parse("net.yaml", text.toString(), folder);
            } catch (RanvierException expected) {
                assertTrue(expected.getMessage().startsWith("net.yaml:"), expected.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("copy " + copy + ":\n" + text, e);
            }
        }
    }
}
