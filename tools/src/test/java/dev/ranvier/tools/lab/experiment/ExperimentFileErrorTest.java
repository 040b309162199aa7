package dev.ranvier.tools.lab.experiment;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("mistakes in an experiment file are named with file, line, key and what is allowed")
class ExperimentFileErrorTest {
    static final String GOOD =
            """
            experiment: mine
            title: Mine
            duration_ms: 80
            sample_ms: 0.2
            plasticity: short_experiment
            inputs: {glutamate: glu}
            stimuli:
              - {input: glutamate, at_ms: 10}
            groups:
              - name: one
                sweep: {hold: [-90, -70]}
                cell: {like: pyramidal, rest_mV: hold, without: [AHP]}
                synapses:
                  - {from: glutamate, ampa: 100, nmda: 50, delay_ms: 0.1, plastic: true}
                currents:
                  - {pA: 100, from_ms: hold + 100, to_ms: 60}
            observables:
              epsp: {peak: soma, from_ms: 10}
              change: {change: receptors}
            derived:
              zero: {zero_crossing: epsp, over: hold}
            expectations:
              - {mechanism: M8, value: epsp, at: {hold: -70}, expected: 1, tolerance: 1}
            """;

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    duration_ms: 80       | duration_s: 80              | mine.yaml:3:  | duration_s                | duration_ms
                    duration_ms: 80       | duration_ms: 1e9            | mine.yaml:3:  | ticks                     | 100000000
                    short_experiment      | fast                        | mine.yaml:5:  | 'fast'                    | short-experiment, graupner-brunel
                    glutamate: glu        | glutamate: sugar            | mine.yaml:6:  | 'sugar'                   | glu, gaba, gly, ach
                    input: glutamate      | input: gaba                 | mine.yaml:8:  | 'gaba'                    | [glutamate]
                    at_ms: 10             | at_ms: 0                    | mine.yaml:8:  | 0.0 ms                    | one tick
                    at_ms: 10             | at_ms: 100                  | mine.yaml:8:  | 100.0                     | 0.0..80.0
                    [-90, -70]            | [-90, low]                  | mine.yaml:11: | the name 'low' is unknown | a sweep defines some
                    like: pyramidal       | like: granule               | mine.yaml:12: | 'granule'                 | point, pyramidal
                    rest_mV: hold         | rest_mV: hold - 60          | mine.yaml:12: | -150.0                    | -128.0..127.9999
                    rest_mV: hold         | rest_mV: hold +             | mine.yaml:12: | a number or a name        | parentheses
                    rest_mV: hold         | rest_mV: (hold              | mine.yaml:12: | closing ')'               | parentheses
                    without: [AHP]        | without: [Kainate]          | mine.yaml:12: | 'Kainate'                 | [AMPA, NMDA, GABA_A, GABA_B, AHP, BAP]
                    ampa: 100             | ampa: 300                   | mine.yaml:14: | 300                       | 0.0..255.0
                    ampa: 100             | ampa: 1.5                   | mine.yaml:14: | whole number              | 0..255
                    delay_ms: 0.1         | delay_ms: 9                 | mine.yaml:14: | 90 ticks                  | 1..63 ticks
                    from: glutamate, ampa | from: x, ampa               | mine.yaml:14: | 'x'                       | [glutamate]
                    pA: 100, from_ms      | pA: 100, compartment: axon, from_ms | mine.yaml:16: | 'axon'            | soma, dendrite
                    peak: soma            | summit: soma                | mine.yaml:18: | summit                    | peak
                    peak: soma            | peak: cytoplasm             | mine.yaml:18: | 'cytoplasm'               | soma, dendrite
                    peak: soma            | peak: spikes                | mine.yaml:18: | spikes                    | all but spikes
                    over: hold            | over: rate                  | mine.yaml:21: | 'rate'                    | not swept over
                    value: epsp           | value: ipsp                 | mine.yaml:23: | 'ipsp                     | epsp of one
                    at: {hold: -70}       | at: {hold: -71}             | mine.yaml:23: | hold -71                  | nothing measures
                    tolerance: 1          | tolerance: -1               | mine.yaml:23: | -1.0                      | 0.0..
                    """)
    void mistake(String from, String to, String place, String what, String allowed) {
        assertTrue(GOOD.contains(from), () -> "the good file has no '" + from + "'");
        String text = GOOD.replace(from, to);
        String message = assertThrows(RanvierException.class, () -> parse(text)).getMessage();
        assertTrue(message.startsWith(place), message);
        assertTrue(message.contains(what), message);
        assertTrue(message.contains(allowed), message);
    }

    static Experiment parse(String text) {
        return ExperimentFile.parse("mine.yaml", text, name -> {
            throw new IOException("there is none");
        });
    }
}
