package dev.ranvier.tools.report.model;

import java.util.List;
import java.util.Objects;

/**
 * What ran, on which chip, and how to run it again. An empty text is left out of the page.
 *
 * @param title heading of the page, e.g. {@code Digits on loihi}
 * @param summary one sentence on what the run did
 * @param chip preset and what it is, e.g. {@code loihi, 128 neuro cores of 1024 compartments}
 * @param exactness what the emulation equals, in one sentence, or why it is not proven
 * @param proven true if {@code exactness} tells of a proof; false for models and modified chips
 * @param network name of the network
 * @param networkDigest digest of the network file
 * @param imageDigest digest of the chip image
 * @param chipDigest digest of the chip description with its overrides
 * @param seed seed of every random unit
 * @param command command line that repeats the run
 * @param date when it ran, as the caller wants it to be read
 * @param versions versions of what took part
 * @param more further lines: overrides, timing mode, attribution of data
 */
public record Identity(
        String title,
        String summary,
        String chip,
        String exactness,
        boolean proven,
        String network,
        String networkDigest,
        String imageDigest,
        String chipDigest,
        long seed,
        String command,
        String date,
        List<Fact> versions,
        List<Fact> more) {

    /** Copies its lists; every text is required, an empty one says that there is none. */
    public Identity {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(chip, "chip");
        Objects.requireNonNull(exactness, "exactness");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(networkDigest, "networkDigest");
        Objects.requireNonNull(imageDigest, "imageDigest");
        Objects.requireNonNull(chipDigest, "chipDigest");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(date, "date");
        versions = List.copyOf(versions);
        more = List.copyOf(more);
    }
}
