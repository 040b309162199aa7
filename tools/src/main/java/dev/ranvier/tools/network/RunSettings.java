package dev.ranvier.tools.network;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a network file says beside the network: where and for how long to run, what to feed and what to record. What is
 * absent is for the caller to decide; a command line's options stand above the file's.
 *
 * @param chip preset's name, or path of a chip file
 * @param profile semantics profile of the chip
 * @param overrides single values of the chip to change, {@code key=value} as {@code --set} has them
 * @param seed seed of the chip's random draws
 * @param ticks ticks to run, &gt;= 1
 * @param tickSeconds seconds per tick: what relates physical populations to ticks, &gt; 0
 * @param stimuli events for inputs, at most one per input
 * @param probes what to record
 */
public record RunSettings(
        Optional<String> chip,
        Optional<String> profile,
        List<String> overrides,
        OptionalLong seed,
        OptionalLong ticks,
        OptionalDouble tickSeconds,
        List<Stimulus> stimuli,
        List<Probe> probes) {
    /** The chip of files that name none. */
    public static final String DEFAULT_CHIP = "loihi";

    /** Nothing is said. */
    public static final RunSettings NONE = new RunSettings(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            List.of(),
            List.of());

    /** Copies its lists. */
    public RunSettings {
        overrides = List.copyOf(overrides);
        stimuli = List.copyOf(stimuli);
        probes = List.copyOf(probes);
    }

    /**
     * The chip that the file asks for.
     *
     * @param more overrides that stand above the file's
     * @throws dev.ranvier.hw.RanvierException if the chip, the profile or an overridden key does not exist
     */
    public ChipSpec loadChip(List<String> more) {
        List<String> all = new ArrayList<>();
        profile.ifPresent(name -> all.add("profile=" + name));
        all.addAll(overrides);
        all.addAll(more);
        return Chips.load(chip.orElse(DEFAULT_CHIP), all);
    }

    /** The chip that the file asks for. */
    public ChipSpec loadChip() {
        return loadChip(List.of());
    }
}
