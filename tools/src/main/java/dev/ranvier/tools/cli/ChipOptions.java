package dev.ranvier.tools.cli;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which chip: shared by the commands that need one. */
public final class ChipOptions {
    /** Preset or chip file. */
    @Option(
            names = "--chip",
            paramLabel = "CHIP",
            defaultValue = "loihi",
            description = "preset (see: ranvier chips) or a chip file (.yaml); default ${DEFAULT-VALUE}")
    String chip;

    /** Semantics profile. */
    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "semantics profile of the chip, e.g. nengo, lava, brian2 for loihi; default: the preset's")
    String profile;

    /** Single values to change. */
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "change one value of the description, e.g. core.weight_bits=6; may be repeated")
    List<String> overrides = new ArrayList<>();

    /** The description. */
    ChipSpec load() {
        return Chips.load(chip, overrides());
    }

    /** All overrides, the profile among them. */
    List<String> overrides() {
        List<String> all = new ArrayList<>(overrides);
        if (profile != null) {
            all.add("profile=" + profile);
        }
        return all;
    }
}
