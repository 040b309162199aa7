package dev.ranvier.tools.cells;

import dev.ranvier.hw.RanvierException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a source releases; its number is the register value (biophysical core, section 4). */
public enum Transmitter {
    /** Glutamate. */
    GLU,
    /** Gamma-aminobutyric acid. */
    GABA,
    /** Glycine. */
    GLY,
    /** Acetylcholine. */
    ACH;

    /** The name that files use: glu, gaba, gly, ach. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The transmitter called {@code text}; an error that lists them if there is none. */
    public static Transmitter of(String text) {
        for (Transmitter transmitter : values()) {
            if (transmitter.text().equals(text)) {
                return transmitter;
            }
        }
        throw new RanvierException("transmitter '" + text + "' does not exist; transmitters: "
                + Arrays.stream(values()).map(Transmitter::text).collect(Collectors.joining(", ")));
    }
}
