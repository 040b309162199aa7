package dev.ranvier.hw;

import dev.ranvier.hw.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binds the memory map of a chip file: sizes as expressions over capacities, fields as bit ranges. Stateless. */
final class MemoryMapReader {
    private static final Pattern SIZE = Pattern.compile("(core\\.\\w+|\\d+)(?:\\s*([*/+])\\s*(core\\.\\w+|\\d+))?");
    private static final int MOST_ENTRY_WORDS = 1024;
    private static final Pattern BITS = Pattern.compile("(\\d+):(\\d+)");

    private MemoryMapReader() {}

    static List<MemorySpec> bind(YamlNode list, CoreSpec core) {
        List<MemorySpec> memories = new ArrayList<>();
        for (YamlNode node : list.items()) {
            node.allowOnly(
                    "name", "title", "entries", "entry_words", "authority", "scope", "layout", "fields", "profiles");
            if (!used(node, core)) {
                continue;
            }
            int entryWords = entryWords(node.get("entry_words"), core);
            List<FieldSpec> fields = new ArrayList<>();
            for (YamlNode field : node.get("fields").items()) {
                field.allowOnly("name", "word", "bits", "signed", "meaning", "source", "profiles");
                if (used(field, core)) {
                    fields.add(field(field, entryWords));
                }
            }
            checkOverlap(node, fields);
            String name = node.get("name").asText();
            if (memories.stream().anyMatch(memory -> memory.name().equals(name))) {
                throw node.get("name").error("is not new: there is a memory '" + name + "' already");
            }
            memories.add(new MemorySpec(
                    name,
                    node.get("title").asText(),
                    entries(node.get("entries"), core, entryWords),
                    entryWords,
                    64,
                    node.get("authority").asEnum(MemorySpec.Authority.class),
                    node.find("scope")
                            .map(scope -> scope.asEnum(MemorySpec.Scope.class))
                            .orElse(MemorySpec.Scope.CORE),
                    node.get("layout").asText(),
                    fields));
        }
        return memories;
    }

    private static int entryWords(YamlNode node, CoreSpec core) {
        long value = size(node, core);
        if (value < 1 || value > MOST_ENTRY_WORDS) {
            throw node.error("is " + node.asText() + ", allowed: 1.." + MOST_ENTRY_WORDS + " words");
        }
        return (int) value;
    }

    private static boolean used(YamlNode node, CoreSpec core) {
        return node.find("profiles")
                .map(profiles -> ChipSpecReader.texts(profiles).contains(core.profileName()))
                .orElse(true);
    }

    private static int entries(YamlNode node, CoreSpec core, int entryWords) {
        long value = size(node, core);
        if (value < 1 || value > Integer.MAX_VALUE / entryWords) {
            throw node.error("is '" + node.asText() + "', which gives "
                    + (value > Integer.MAX_VALUE ? "too many" : Long.toString(value)) + " entries of " + entryWords
                    + " words, allowed: 1.." + Integer.MAX_VALUE + " words");
        }
        return (int) value;
    }

    /** A number or a limit, or two of them with an operator between; division rounds up. */
    private static long size(YamlNode node, CoreSpec core) {
        Matcher size = SIZE.matcher(node.asText().strip());
        if (!size.matches()) {
            throw node.error("is '" + node.asText()
                    + "', but must be a number or core.<limit>, optionally with *, / or + and another of them");
        }
        long value = operand(size.group(1), node, core);
        if (size.group(2) == null) {
            return value;
        }
        long other = operand(size.group(3), node, core);
        if (other == 0 && size.group(2).equals("/")) {
            throw node.error("divides by 0");
        }
        return switch (size.group(2)) {
            case "*" -> value * other;
            case "/" -> Math.ceilDiv(value, other);
            default -> value + other;
        };
    }

    private static long operand(String text, YamlNode node, CoreSpec core) {
        if (!text.startsWith("core.")) {
            return number(text);
        }
        Limit limit = core.limits().get(text.substring("core.".length()));
        if (limit == null) {
            throw node.error("names the limit '" + text.substring("core.".length()) + "'; limits: "
                    + core.limits().keySet());
        }
        return limit.value();
    }

    /** Digits as a number; beyond 2^31 the exact value does not matter, since it is refused in any case. */
    private static long number(String digits) {
        return digits.length() > 10 ? 1L << 31 : Math.min(1L << 31, Long.parseLong(digits));
    }

    private static FieldSpec field(YamlNode node, int entryWords) {
        Matcher bits = BITS.matcher(node.get("bits").asText());
        if (!bits.matches()) {
            throw node.get("bits").error("is '" + node.get("bits").asText() + "', but must be high:low, e.g. 23:0");
        }
        long high = number(bits.group(1));
        long low = number(bits.group(2));
        if (high > 63 || low > high) {
            throw node.get("bits").error("is " + bits.group() + ", allowed: 63 >= high >= low >= 0");
        }
        return new FieldSpec(
                node.get("name").asText(),
                node.get("word").asInt(0, entryWords - 1),
                (int) low,
                (int) (high - low) + 1,
                node.find("signed").map(YamlNode::asBoolean).orElse(false),
                node.get("meaning").asText(),
                node.get("source").asText());
    }

    private static void checkOverlap(YamlNode node, List<FieldSpec> fields) {
        for (int i = 0; i < fields.size(); i++) {
            for (int j = 0; j < i; j++) {
                FieldSpec a = fields.get(i);
                FieldSpec b = fields.get(j);
                if (a.word() == b.word() && (a.mask() & b.mask()) != 0) {
                    throw node.error(
                            "has fields '" + b.name() + "' and '" + a.name() + "' that overlap in word " + a.word());
                }
                if (a.name().equals(b.name())) {
                    throw node.error("has the field '" + a.name() + "' twice");
                }
            }
        }
    }
}
