package dev.ranvier.tools.run;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.ProgrammableCoreSpec;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.NetworkDocument;
import dev.ranvier.tools.network.RunSettings;
import java.util.ArrayList;
import java.util.List;

/** Which chip a network file runs on. Stateless. */
public final class ChipChoice {
    private static final String CELLS_AND_PROGRAMS = "ranvier";

    private ChipChoice() {}

    /** The chip that {@code document} asks for. */
    public static ChipSpec of(NetworkDocument document) {
        return of(document, null, List.of());
    }

    /**
     * The chip that the user names, or else the file. Cells and programs run on chip ranvier where nobody names one, and
     * the network chooses the profile of that chip where nobody does.
     *
     * @param chip chip that the user names, which stands above the file's; null if the user names none
     * @param overrides the user's values
     */
    public static ChipSpec of(NetworkDocument document, String chip, List<String> overrides) {
        RunSettings said = document.settings();
        List<String> all = new ArrayList<>();
        if (chip == null) {
            said.profile().ifPresent(name -> all.add("profile=" + name));
            all.addAll(said.overrides());
        }
        all.addAll(overrides);
        Network.Kind kind = document.network().kind();
        if (kind == Network.Kind.COMPARTMENTS) {
            return Chips.load(chip != null ? chip : said.chip().orElse(RunSettings.DEFAULT_CHIP), all);
        }
        String name = chip != null ? chip : said.chip().orElse(CELLS_AND_PROGRAMS);
        ChipSpec spec = Chips.load(name, all);
        boolean choosable = spec.core() instanceof BiophysicalCoreSpec || spec.core() instanceof ProgrammableCoreSpec;
        if (choosable && all.stream().noneMatch(override -> override.startsWith("profile="))) {
            all.addFirst("profile="
                    + (kind == Network.Kind.CELLS ? BiophysicalCoreSpec.PROFILE : ProgrammableCoreSpec.PROFILE));
            return Chips.load(name, all);
        }
        return spec;
    }
}
