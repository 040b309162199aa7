package dev.ranvier.tools.lab;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.lab.experiment.Experiment;
import dev.ranvier.tools.lab.experiment.ExperimentFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The experiments that come with the laboratory: files like any user's, kept beside the classes. Stateless. */
public final class ReadyExperiments {
    /** Their names, in the order in which {@code all} runs them. */
    public static final List<String> NAMES = List.of(
            "psp-ampa",
            "psp-nmda",
            "psp-gaba",
            "reversal-potentials",
            "nmda-iv",
            "sodium-channel",
            "spike-ahp",
            "spike-pulse",
            "axon-delay",
            "summation",
            "shunting",
            "bap-calcium",
            "voltage-pairing",
            "stdp-window",
            "silent-synapse",
            "frequency-bundle",
            "frequency-pairing",
            "graupner-brunel",
            "ei-network",
            "dale",
            "coarse-tick");

    private ReadyExperiments() {}

    /** The experiment called {@code name}; an error that lists them if there is none. */
    public static Experiment of(String name) {
        if (!NAMES.contains(name)) {
            throw new RanvierException("experiment '" + name + "' does not exist; ready ones: "
                    + String.join(", ", NAMES) + "; a file of your own ends in .yaml");
        }
        return ExperimentFile.parse(name + ".yaml", source(name), ReadyExperiments::table);
    }

    /** The file of {@code name}, to read and to copy. */
    public static String source(String name) {
        return text("experiments/" + name + ".yaml");
    }

    private static InputStream table(String name) throws IOException {
        InputStream in = ReadyExperiments.class.getResourceAsStream("experiments/" + name);
        if (in == null) {
            throw new IOException("it does not lie beside the experiment");
        }
        return in;
    }

    static String text(String resource) {
        try (InputStream in = ReadyExperiments.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
