package dev.ranvier.tools.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import dev.ranvier.hw.microcode.TraceRule;
import dev.ranvier.hw.microcode.WordException;
import dev.ranvier.tools.microcode.AssemblyException;
import dev.ranvier.tools.microcode.MicroAssembler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Golden set microcode: programs on programmable cores, the assembler and its errors. Stateless. */
final class MicrocodeCases implements CaseRunner {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String set() {
        return "microcode";
    }

    @Override
    public void run(GoldenCase golden, Boards boards) {
        String kind = golden.get("kind").asText();
        switch (kind) {
            case "run" -> new MicrocodeRun(golden, golden.json(), "", boards).run();
            case "pack" -> pack(golden, boards);
            case "assembler" -> assembler(golden);
            default -> throw new UnsupportedCase("kind '" + kind + "' is unknown; known: run, pack, assembler");
        }
    }

    private static void pack(GoldenCase golden, Boards boards) {
        Path file = golden.path(golden.get("cases").asText());
        int count = 0;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode one = JSON.readTree(line);
                new MicrocodeRun(golden, one, one.path("case").asText() + " ", boards).run();
                count++;
            }
        } catch (IOException e) {
            throw new RanvierException(file + " cannot be read: " + e.getMessage(), e);
        }
        same("number of cases", golden.get("count").asText(), Integer.toString(count));
    }

    // ------------------------------------------------------------------------------------------------------ assembler

    private static void assembler(GoldenCase golden) {
        for (JsonNode text : golden.get("texts")) {
            String place = "text '" + text.path("name").asText() + "'";
            MicroProgram program =
                    MicroAssembler.assemble(golden.get(text, "text").asText());
            compare(golden, place, golden.get(text, "program"), program);
            JsonNode states = golden.get(text, "initial_state");
            List<Integer> want = new ArrayList<>();
            states.forEach(state -> want.add(state.isArray() ? state.get(1).asInt() : state.asInt()));
            same(
                    place + " initial state",
                    want.toString(),
                    program.states().stream()
                            .map(MicroProgram.Named::value)
                            .toList()
                            .toString());
            canonical(place, golden.get(text, "canonical").asText(), program);
        }
        for (JsonNode error : golden.get("errors")) {
            String place = "error '" + error.path("name").asText() + "'";
            String want = error.path("kind").asText() + " at "
                    + error.path("line").asInt() + ":" + error.path("column").asInt();
            same(place, want, errorOf(error.path("text").asText()));
        }
        for (JsonNode word : golden.get("words")) {
            String hex = word.path("word").asText();
            Entry entry = entry(word.path("entry").asText());
            String want = word.path("kind").isTextual() ? word.path("kind").asText() : "legal";
            same("word " + hex, want, verdict(Long.parseUnsignedLong(hex, 16), entry));
        }
    }

    private static String errorOf(String text) {
        try {
            MicroAssembler.assemble(text);
            return "no error";
        } catch (AssemblyException e) {
            return e.kind() + " at " + e.line() + ":" + e.column();
        }
    }

    private static String verdict(long word, Entry entry) {
        try {
            Instruction.decode(word, entry);
            return "legal";
        } catch (WordException e) {
            return e.kind().name();
        }
    }

    static Entry entry(String name) {
        return Entry.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    static void same(String where, String expected, String got) {
        if (!expected.equals(got)) {
            throw new Difference(where, expected, got);
        }
    }

    // ------------------------------------------------------------------------------------------------------- programs

    /** The program that a case describes by its words. */
    static MicroProgram program(GoldenCase golden, JsonNode node) {
        JsonNode words = golden.get(node, "words");
        EnumMap<Entry, List<Instruction>> code = new EnumMap<>(Entry.class);
        for (Map.Entry<String, JsonNode> entry : golden.get(node, "entries").properties()) {
            Entry which = entry(entry.getKey());
            List<Instruction> list = new ArrayList<>();
            for (int at = entry.getValue().asInt(); ; at++) {
                list.add(Instruction.decode(Long.parseUnsignedLong(words.get(at).asText(), 16), which));
                if (list.getLast().operation() == Operation.END) {
                    break;
                }
            }
            code.put(which, list);
        }
        List<MicroProgram.Named> states = new ArrayList<>();
        for (int k = 0; k < golden.get(node, "state_words").asInt(); k++) {
            states.add(new MicroProgram.Named("s" + k, 0));
        }
        List<MicroProgram.Named> constants = new ArrayList<>();
        for (JsonNode value : golden.get(node, "constants")) {
            constants.add(new MicroProgram.Named("c" + constants.size(), value.asInt()));
        }
        List<MicroTable> tables = new ArrayList<>();
        for (JsonNode table : golden.get(node, "tables")) {
            int[] values = new int[table.get("values").size()];
            java.util.Arrays.setAll(values, i -> table.get("values").get(i).asInt());
            tables.add(new MicroTable(
                    "t" + tables.size(),
                    golden.get(table, "offset").asInt(),
                    golden.get(table, "shift").asInt(),
                    values));
        }
        List<TraceRule> traces = new ArrayList<>();
        for (String name : MicroProgram.TRACE_NAMES) {
            JsonNode trace = golden.get(golden.get(node, "traces"), name);
            traces.add(new TraceRule(
                    golden.get(trace, "decay").asInt(),
                    golden.get(trace, "jump").asInt(),
                    golden.get(trace, "mode").asText().equals("set")));
        }
        return new MicroProgram(
                golden.get(node, "name").asText(),
                states,
                constants,
                List.of(),
                tables,
                traces,
                golden.get(node, "epoch").asInt(),
                golden.get(golden.get(node, "weight"), "min").asInt(),
                golden.get(golden.get(node, "weight"), "max").asInt(),
                code);
    }

    /** Compares an assembled program with the words and parameters that the case lists. */
    static void compare(GoldenCase golden, String place, JsonNode want, MicroProgram got) {
        StringBuilder expected = new StringBuilder();
        golden.get(want, "words").forEach(word -> expected.append(word.asText()).append(' '));
        StringBuilder words = new StringBuilder();
        for (long word : got.words()) {
            words.append(String.format("%016x ", word));
        }
        same(place + " words", expected.toString(), words.toString());
        // The listed program with the assembled names has to be the assembled program.
        MicroProgram listed = program(golden, want);
        same(place + " name", listed.name(), got.name());
        same(place + " entries", listed.code().toString(), got.code().toString());
        same(place + " addresses", entries(golden, want), got.addresses().toString());
        same(place + " constants", values(listed.constants()), values(got.constants()));
        same(
                place + " state words",
                "" + listed.states().size(),
                "" + got.states().size());
        if (!listed.tables().equals(got.tables())) {
            throw new Difference(place + " tables", "the listed tables", "others");
        }
        same(place + " traces", listed.traces().toString(), got.traces().toString());
        same(
                place + " epoch and weight limits",
                listed.epoch() + " " + listed.weightMin() + " " + listed.weightMax(),
                got.epoch() + " " + got.weightMin() + " " + got.weightMax());
    }

    private static String entries(GoldenCase golden, JsonNode node) {
        EnumMap<Entry, Integer> addresses = new EnumMap<>(Entry.class);
        golden.get(node, "entries")
                .properties()
                .forEach(e -> addresses.put(entry(e.getKey()), e.getValue().asInt()));
        return addresses.toString();
    }

    private static String values(List<MicroProgram.Named> named) {
        return named.stream().map(MicroProgram.Named::value).toList().toString();
    }

    /** The disassembly has to be the canonical text, and assembling that has to give the same words. */
    static void canonical(String place, String want, MicroProgram program) {
        same(place + " canonical text", want, program.disassemble());
        MicroProgram again = MicroAssembler.assemble(want);
        same(
                place + " canonical text assembled",
                java.util.Arrays.toString(program.words()),
                java.util.Arrays.toString(again.words()));
        same(place + " canonical text disassembled", want, again.disassemble());
    }
}
