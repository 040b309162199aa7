package dev.ranvier.tools.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A strict reader of value change dumps as IEEE 1364-2005, section 18, defines them: it refuses what is not declared,
 * not nested, not in order of time or does not fit its width. Independent of the writer.
 */
final class VcdReader {
    /** Values over time by {@code scope.name}; a value is a number, or null for high impedance. */
    final Map<String, TreeMap<Long, Long>> changes = new LinkedHashMap<>();

    final Map<String, Integer> widths = new HashMap<>();
    final long start;
    final long end;

    private final String[] tokens;
    private int at;

    VcdReader(String text) {
        tokens = text.split("\\s+");
        Map<String, String> names = header();
        long time = -1;
        long first = -1;
        boolean dumping = false;
        boolean dumped = false;
        List<String> initial = new ArrayList<>();
        while (at < tokens.length) {
            String token = tokens[at++];
            if (token.startsWith("#")) {
                long next = Long.parseLong(token.substring(1));
                check(next > time, "time " + next + " after " + time);
                check(!dumping, "time inside $dumpvars");
                time = next;
                first = first < 0 ? next : first;
            } else if (token.equals("$dumpvars")) {
                check(time >= 0 && !dumped, "$dumpvars once and after the first time");
                dumping = true;
            } else if (token.equals("$end")) {
                check(dumping, "$end without $dumpvars");
                dumping = false;
                dumped = true;
                check(initial.size() == names.size(), "every variable has a first value");
            } else {
                check(dumping || dumped, "value before $dumpvars");
                boolean vector = token.startsWith("b");
                String digits = vector ? token.substring(1) : token.substring(0, 1);
                String code = vector ? tokens[at++] : token.substring(1);
                String name = names.get(code);
                check(name != null, "code '" + code + "' is not declared");
                check(vector == (widths.get(name) > 1), name + " has the form of the other width");
                check(digits.matches("[01]+|z|x"), "value '" + digits + "'");
                check(digits.length() <= widths.get(name), name + " has " + digits.length() + " digits");
                Long value = digits.equals("z") ? null : Long.valueOf(Long.parseLong(digits, 2));
                if (dumping) {
                    check(!initial.contains(name) || names.size() > 10_000, name + " is dumped twice");
                    initial.add(name);
                }
                check(dumping || !changes.get(name).containsKey(time), name + " changes twice at " + time);
                changes.get(name).put(time, value);
            }
        }
        check(!dumping && dumped, "$dumpvars is closed");
        start = first;
        end = time;
    }

    private Map<String, String> header() {
        Map<String, String> names = new HashMap<>();
        List<String> scopes = new ArrayList<>();
        boolean timescale = false;
        while (true) {
            String token = tokens[at++];
            switch (token) {
                case "$comment", "$version", "$date" -> skip();
                case "$timescale" -> {
                    timescale = true;
                    skip();
                }
                case "$scope" -> {
                    check(tokens[at++].equals("module"), "a scope is a module");
                    String name = tokens[at++];
                    check(name.matches("[A-Za-z_]\\w*"), "scope '" + name + "'");
                    scopes.add(name);
                    end();
                }
                case "$upscope" -> {
                    scopes.removeLast();
                    end();
                }
                case "$var" -> variable(names, scopes);
                case "$enddefinitions" -> {
                    end();
                    check(scopes.isEmpty(), "scopes are closed");
                    check(timescale, "there is a time scale");
                    return names;
                }
                default -> check(false, "'" + token + "' in the header");
            }
        }
    }

    private void variable(Map<String, String> names, List<String> scopes) {
        check(tokens[at++].equals("wire"), "a variable is a wire");
        int width = Integer.parseInt(tokens[at++]);
        String code = tokens[at++];
        check(code.chars().allMatch(c -> c >= '!' && c <= '~'), "code '" + code + "' is printable");
        String name = tokens[at++];
        check(name.matches("[A-Za-z_]\\w*"), "name '" + name + "'");
        if (width > 1) {
            check(tokens[at++].equals("[" + (width - 1) + ":0]"), "range of " + name);
        }
        end();
        String path = String.join(".", scopes) + "." + name;
        check(names.put(code, path) == null, "code " + code + " is declared twice");
        check(widths.put(path, width) == null, path + " is declared twice");
        changes.put(path, new TreeMap<>());
    }

    private void skip() {
        while (!tokens[at++].equals("$end")) {
            // text
        }
    }

    private void end() {
        check(tokens[at++].equals("$end"), "$end is missing before '" + tokens[at - 1] + "'");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not a value change dump: " + what);
        }
    }

    /** Value of a signal in a cycle. */
    Long value(String path, long cycle) {
        return changes.get(path).floorEntry(cycle).getValue();
    }
}
