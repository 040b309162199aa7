package dev.ranvier.tools.microcode;

import dev.ranvier.tools.microcode.AssemblyException.Kind;
import dev.ranvier.tools.microcode.Tokens.Token;
import dev.ranvier.tools.microcode.Tokens.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options {@code name=value} at the end of a directive, in any order. Used once. */
final class Options {
    /** What an option may be: a range, or one of {@code words}; no initial value = it must be given. */
    private record Rule(long min, long max, List<String> words, Long initial) {}

    private final Tokens tokens;
    private final Token directive;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Long> values = new LinkedHashMap<>();

    Options(Tokens tokens, Token directive) {
        this.tokens = tokens;
        this.directive = directive;
    }

    /** Allows {@code name} with {@code min..max}; {@code initial} null = must be given. */
    void number(String name, long min, long max, Long initial) {
        rules.put(name, new Rule(min, max, List.of(), initial));
    }

    /** Allows {@code name} with one of {@code words}; the value is its index, 0 if not given. */
    void choice(String name, List<String> words) {
        rules.put(name, new Rule(0, 0, words, 0L));
    }

    /** Reads what is left of the line. */
    void read() {
        Set<String> given = new HashSet<>();
        while (!tokens.isEmpty()) {
            Token key = tokens.take(Type.NAME, "an option");
            Rule rule = rules.get(key.text());
            if (rule == null || !given.add(key.text())) {
                throw tokens.error(
                        Kind.OPTION,
                        key.column(),
                        key.text() + (rule == null ? " is no option; options: " + rules.keySet() : " is given twice"));
            }
            tokens.symbol("=");
            values.put(key.text(), rule.words.isEmpty() ? number(rule, key) : word(rule, key));
        }
        rules.forEach((name, rule) -> {
            if (!values.containsKey(name)) {
                if (rule.initial == null) {
                    throw tokens.error(Kind.OPTION, directive.column(), name + "= is missing");
                }
                values.put(name, rule.initial);
            }
        });
    }

    private long number(Rule rule, Token key) {
        return tokens.number(rule.min, rule.max, Kind.CONSTANT_RANGE, key.text());
    }

    private long word(Rule rule, Token key) {
        Token word = tokens.take(Type.NAME, String.join(" or ", rule.words));
        int index = rule.words.indexOf(word.text());
        if (index < 0) {
            throw tokens.error(
                    Kind.OPTION,
                    word.column(),
                    key.text() + "=" + word.text() + ", allowed: " + String.join(", ", rule.words));
        }
        return index;
    }

    long value(String name) {
        return values.get(name);
    }
}
