package dev.ranvier.tools.microcode;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.MicroProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The programs that come with Ranvier. Stateless. */
public final class MicroLibrary {
    /**
     * A program of the library.
     *
     * @param name its name
     * @param summary one line for people
     */
    public record Item(String name, String summary) {}

    private static final List<Item> ITEMS = List.of(
            new Item("truenorth_lif", "leak, stochastic threshold, linear reset, negative floor"),
            new Item("loihi_cuba_lif", "current-based LIF with bias, limits and refractory period"),
            new Item("izhikevich", "Izhikevich 2003; RS as it is, IB, CH, FS, LTS by their constants"),
            new Item("adex", "adaptive exponential neuron with an exp table, 0.1 ms"),
            new Item("conductance_point", "AMPA, NMDA with Mg block, GABA_A, after-hyperpolarisation"),
            new Item("srm0", "spike response model with a double-exponential response"),
            new Item("relay_lif", "small LIF with a teacher input, for learning experiments"),
            new Item("pair_stdp", "pair STDP, all pairs, additive"),
            new Item("triplet_stdp", "triplet STDP with stochastic rounding"),
            new Item("reward_stdp", "STDP gated by reward through an eligibility tag"));

    private MicroLibrary() {}

    /** The programs, neurons first. */
    public static List<Item> items() {
        return ITEMS;
    }

    /** Text of the library program called {@code name}; an error that lists them if there is none. */
    public static String text(String name) {
        if (ITEMS.stream().noneMatch(item -> item.name().equals(name))) {
            throw new RanvierException("program '" + name + "' does not exist; library: "
                    + String.join(", ", ITEMS.stream().map(Item::name).toList())
                    + "; or give the path of a program text (.nmc)");
        }
        try (InputStream in = MicroLibrary.class.getResourceAsStream("programs/" + name + ".nmc")) {
            if (in == null) {
                throw new IllegalStateException("library program " + name + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RanvierException("library program '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** The library program called {@code name}. */
    public static MicroProgram program(String name) {
        return MicroAssembler.assemble(text(name));
    }

    /**
     * A program by the name of a library program, or by the path of its text. Errors name the text they are in.
     *
     * @param nameOrFile a path contains a separator or ends in .nmc
     */
    public static MicroProgram load(String nameOrFile) {
        boolean path = nameOrFile.contains("/") || nameOrFile.endsWith(".nmc");
        if (!path) {
            return program(nameOrFile);
        }
        try {
            return MicroAssembler.assemble(Files.readString(Path.of(nameOrFile)));
        } catch (NoSuchFileException e) {
            throw new RanvierException(nameOrFile + ": no such file", e);
        } catch (IOException e) {
            throw new RanvierException(nameOrFile + " cannot be read as UTF-8 text: " + e.getMessage(), e);
        } catch (AssemblyException e) {
            throw new RanvierException(nameOrFile + ":" + e.getMessage(), e);
        }
    }
}
