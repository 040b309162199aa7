package dev.ranvier.tools.network;

import java.util.Map;
import java.util.TreeMap;

/**
 * A microcode program with constants of one's own.
 *
 * @param name library program, or path of a program text (.nmc)
 * @param constants values of constants by name; constants that are not named are as the program says
 */
public record ProgramRef(String name, Map<String, Integer> constants) {
    /** Copies its map, in the order of the names. */
    public ProgramRef {
        constants = java.util.Collections.unmodifiableMap(new TreeMap<>(constants));
    }
}
