package dev.ranvier.tools.microcode;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.tools.network.ProgramModel;
import dev.ranvier.tools.network.ProgramRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The programs of a network file by profile number. Not safe for several threads. */
final class ProgramTable {
    private final Map<ProgramRef, Integer> numbers = new LinkedHashMap<>();
    private final List<MicroProgram> programs = new ArrayList<>();

    /** The programs, by profile. */
    List<MicroProgram> list() {
        return programs;
    }

    /** Entries of all tables together. */
    long tableEntries() {
        return programs.stream()
                .flatMap(program -> program.tables().stream())
                .mapToLong(table -> table.values().length)
                .sum();
    }

    /** Profile of the neurons of {@code population}. */
    int neurons(String population, ProgramModel model) {
        String who = "population '" + population + "'";
        int profile = profile(who, model.program());
        if (!programs.get(profile).code().containsKey(Entry.TICK)) {
            throw new RanvierException(who + " runs program '" + model.program().name()
                    + "', which has no entry .tick: it is a learning program; name it at a projection");
        }
        return profile;
    }

    /** Profile of the synapses of {@code projection}. */
    int learning(String projection, ProgramRef ref) {
        String who = "projection '" + projection + "'";
        int profile = profile(who, ref);
        if (!programs.get(profile).code().containsKey(Entry.PRE)
                && !programs.get(profile).code().containsKey(Entry.POST)) {
            throw new RanvierException(who + " learns by program '" + ref.name()
                    + "', which has neither .pre nor .post: it is a neuron; name it at a population");
        }
        return profile;
    }

    private int profile(String who, ProgramRef ref) {
        Integer known = numbers.get(ref);
        if (known != null) {
            return known;
        }
        try {
            MicroProgram program = MicroLibrary.load(ref.name());
            for (Map.Entry<String, Integer> constant : ref.constants().entrySet()) {
                program = program.with(constant.getKey(), constant.getValue());
            }
            programs.add(program);
        } catch (RanvierException e) {
            throw new RanvierException(who + ": " + e.getMessage(), e);
        }
        numbers.put(ref, programs.size() - 1);
        return programs.size() - 1;
    }

    /** Initial state words of neuron {@code i} of {@code population}. */
    int[] state(String population, ProgramModel model, int i) {
        List<MicroProgram.Named> words =
                programs.get(numbers.get(model.program())).states();
        List<String> names = words.stream().map(MicroProgram.Named::name).toList();
        int[] state = words.stream().mapToInt(MicroProgram.Named::value).toArray();
        model.state().forEach((name, values) -> {
            if (!names.contains(name)) {
                throw new RanvierException("population '" + population + "' starts with a state word '" + name
                        + "', which program '" + model.program().name() + "' does not have; its state words: " + names);
            }
            state[names.indexOf(name)] = values[i];
        });
        return state;
    }

    /** Number of the input that {@code port} names. */
    int port(String projection, String population, ProgramModel model, String port) {
        List<String> names = programs.get(numbers.get(model.program())).inputs();
        if (names.contains(port)) {
            return names.indexOf(port);
        }
        if (port.matches("a[0-3]")) {
            return port.charAt(1) - '0';
        }
        throw new RanvierException("projection '" + projection + "' feeds port '" + port + "', which population '"
                + population + "' does not have; ports: a0..a" + (Bank.INPUT.size() - 1)
                + (names.isEmpty() ? "" : ", named " + names));
    }
}
