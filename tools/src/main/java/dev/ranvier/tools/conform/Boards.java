package dev.ranvier.tools.conform;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.tools.map.Mapper;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.map.Refusal;
import dev.ranvier.tools.map.Violation;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.session.ChipSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Gives the cases their boards, remembers what was raised for them, and finds data files. Not safe for several threads. */
final class Boards {
    private final Function<ChipSpec, ChipSession> opener;
    private final Path data;
    private final List<String> overrides = new ArrayList<>();

    Boards(Function<ChipSpec, ChipSession> opener, Path data) {
        this.opener = opener;
        this.data = data;
    }

    /**
     * Maps a case's network. Golden cases use the semantics of a profile, not the capacities of a chip: a capacity that
     * the network exceeds is raised by an ordinary override, which the case's line then names.
     */
    Mapping map(Network network, String chip, String profile, List<String> raised) {
        List<String> all = new ArrayList<>(raised);
        ChipSpec spec = Chips.load(chip, withProfile(all, profile));
        while (true) {
            try {
                Mapping mapping = Mapper.map(network, spec, 0);
                overrides.addAll(all);
                return mapping;
            } catch (Refusal e) {
                int before = all.size();
                for (Violation violation : e.violations()) {
                    String key = "core." + violation.limit();
                    if (spec.core().limits().containsKey(violation.limit())
                            && all.stream().noneMatch(o -> o.startsWith(key))) {
                        all.add(key + "=" + violation.have());
                    }
                }
                if (all.size() == before) {
                    throw e;
                }
                spec = Chips.load(chip, withProfile(all, profile));
            }
        }
    }

    private static List<String> withProfile(List<String> raised, String profile) {
        List<String> all = new ArrayList<>(raised);
        if (!profile.isEmpty()) {
            all.add("profile=" + profile);
        }
        return all;
    }

    /** Remembers capacities that a case raises by itself, for its line. */
    void raise(List<String> raised) {
        overrides.addAll(raised);
    }

    /** A board of {@code spec}. */
    ChipSession open(ChipSpec spec) {
        return opener.apply(spec);
    }

    /** The folder with data files that cases name. */
    Path data() {
        return data;
    }

    List<String> overrides() {
        return List.copyOf(overrides);
    }
}
