package dev.ranvier.tools.network;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.Map;
import java.util.TreeMap;

/** Reads microcode programs and the neurons that run them: the mapping {@code program}. Reads one file; one thread. */
final class ProgramReader {
    private final Values values;

    ProgramReader(Values values) {
        this.values = values;
    }

    /** {@code n} neurons. */
    ProgramModel neurons(YamlNode node, int n) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return new ProgramModel(n, reference(node), Map.of());
        }
        node.allowOnly("name", "constants", "state");
        Map<String, int[]> state = new TreeMap<>();
        node.find("state").ifPresent(map -> map.keys()
                .forEach(word -> state.put(word, values.ints(map.get(word), n, Integer.MIN_VALUE, Integer.MAX_VALUE))));
        return new ProgramModel(n, reference(node), state);
    }

    /** A learning program. */
    ProgramRef learning(YamlNode node) {
        if (node.kind() != YamlNode.Kind.SCALAR) {
            node.allowOnly("name", "constants");
        }
        return reference(node);
    }

    private ProgramRef reference(YamlNode node) {
        if (node.kind() == YamlNode.Kind.SCALAR) {
            return new ProgramRef(path(node), Map.of());
        }
        Map<String, Integer> constants = new TreeMap<>();
        node.find("constants").ifPresent(map -> map.keys()
                .forEach(name -> constants.put(name, map.get(name).asInt(Integer.MIN_VALUE, Integer.MAX_VALUE))));
        return new ProgramRef(path(node.get("name")), constants);
    }

    /** A library program's name, or a program text: relative to the network file's folder. */
    private String path(YamlNode node) {
        String name = node.asText();
        boolean file = name.contains("/") || name.endsWith(".nmc");
        return file ? values.folder().resolve(name).toString() : name;
    }
}
