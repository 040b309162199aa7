package dev.ranvier.tools.microcode;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.hw.microcode.MicroProgram.Named;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.TraceRule;
import dev.ranvier.tools.microcode.AssemblyException.Kind;
import dev.ranvier.tools.microcode.Tokens.Token;
import dev.ranvier.tools.microcode.Tokens.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program declares before its code. Not safe for several threads. */
final class Declarations {
    /** Directives that declare. */
    static final List<String> KNOWN =
            List.of("program", "state", "const", "input", "table", "trace", "epoch", "weight");

    private static final Pattern RAW = Pattern.compile("([rscapt])(0|[1-9][0-9]*)");
    private static final int MOST_DECAY = 1 << 24;
    private static final int MOST_EPOCH = 65535;

    private String name = "program";
    private final List<Named> states = new ArrayList<>();
    private final List<Named> constants = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<MicroTable> tables = new ArrayList<>();
    private final TraceRule[] traces = {TraceRule.NONE, TraceRule.NONE, TraceRule.NONE, TraceRule.NONE};
    private int epoch;
    private int weightMin = Integer.MIN_VALUE;
    private int weightMax = Integer.MAX_VALUE;

    private final Map<String, Integer> operands = new HashMap<>();
    private final Set<String> once = new HashSet<>();
    private OpenTable open;

    /** A table whose entries are being read. */
    private record OpenTable(String name, int offset, int shift, List<Integer> values, Tokens line, Token directive) {}

    MicroProgram program(Map<Entry, List<Instruction>> code) {
        return new MicroProgram(
                name, states, constants, inputs, tables, List.of(traces), epoch, weightMin, weightMax, code);
    }

    /** Operand code of a declared name, or null. */
    Integer operand(String declared) {
        return operands.get(declared);
    }

    /** Number of operands of kind {@code bank} that may be used. */
    int declared(Bank bank) {
        return switch (bank) {
            case STATE -> states.size();
            case CONSTANT -> constants.size();
            case TABLE -> tables.size();
            default -> bank.size();
        };
    }

    void declare(Tokens tokens, Token directive) {
        String what = directive.text().substring(1);
        if ((what.equals("program") || what.equals("epoch") || what.equals("weight")) && !once.add("." + what)) {
            throw tokens.error(Kind.DUPLICATE_DIRECTIVE, directive.column(), directive.text() + " may stand once");
        }
        switch (what) {
            case "program" -> name = tokens.take(Type.NAME, "a name").text();
            case "state" -> state(tokens);
            case "const" -> {
                String declared = name(tokens, Bank.CONSTANT, constants.size(), Kind.TOO_MANY_CONSTANTS);
                tokens.symbol("=");
                constants.add(new Named(declared, integer(tokens, "constant")));
            }
            case "input" -> inputs.add(name(tokens, Bank.INPUT, inputs.size(), Kind.TOO_MANY_INPUTS));
            case "table" -> table(tokens, directive);
            case "trace" -> trace(tokens, directive);
            case "epoch" -> epoch = (int) tokens.number(0, MOST_EPOCH, Kind.CONSTANT_RANGE, "epoch");
            default -> weight(tokens, directive);
        }
        tokens.finish();
    }

    private static int integer(Tokens tokens, String what) {
        return (int) tokens.number(Integer.MIN_VALUE, Integer.MAX_VALUE, Kind.CONSTANT_RANGE, what);
    }

    private void state(Tokens tokens) {
        String declared = name(tokens, Bank.STATE, states.size(), Kind.TOO_MANY_STATES);
        int initial = 0;
        if (!tokens.isEmpty()) {
            tokens.symbol("=");
            initial = integer(tokens, "initial value");
        }
        states.add(new Named(declared, initial));
    }

    private String name(Tokens tokens, Bank bank, int count, Kind tooMany) {
        Token token = tokens.take(Type.NAME, "a name");
        if (count >= bank.size()) {
            throw tokens.error(
                    tooMany, token.column(), token.text() + " is number " + (count + 1) + ", allowed: " + bank.size());
        }
        Matcher raw = RAW.matcher(token.text());
        if (raw.matches() && !token.text().equals("" + bank.letter() + count)) {
            throw tokens.error(
                    Kind.RESERVED_NAME,
                    token.column(),
                    token.text() + " is an operand of its own; this declaration is " + bank.letter() + count
                            + "; choose another name");
        }
        if (operands.putIfAbsent(token.text(), bank.code(count)) != null) {
            throw tokens.error(
                    Kind.DUPLICATE_NAME, token.column(), token.text() + " is declared already; choose another name");
        }
        return token.text();
    }

    // --------------------------------------------------------------------------------------------------------- tables

    private void table(Tokens tokens, Token directive) {
        String declared = name(tokens, Bank.TABLE, tables.size(), Kind.TOO_MANY_TABLES);
        Options options = new Options(tokens, directive);
        options.number("offset", Integer.MIN_VALUE, Integer.MAX_VALUE, 0L);
        options.number("shift", 0, 31, null);
        options.read();
        open = new OpenTable(
                declared,
                (int) options.value("offset"),
                (int) options.value("shift"),
                new ArrayList<>(),
                tokens,
                directive);
    }

    boolean fillingTable() {
        return open != null;
    }

    void tableValues(Tokens tokens) {
        while (true) {
            if (open.values.size() == MicroTable.MOST_ENTRIES) {
                throw tokens.error(
                        Kind.TABLE_LENGTH,
                        tokens.peek().column(),
                        "entry " + (open.values.size() + 1) + " of table " + open.name + ", allowed: "
                                + MicroTable.MOST_ENTRIES);
            }
            open.values.add(integer(tokens, "table entry"));
            if (tokens.isEmpty()) {
                return;
            }
            tokens.symbol(",");
            if (tokens.isEmpty()) {
                return;
            }
        }
    }

    void closeTable() {
        if (open == null) {
            return;
        }
        int count = open.values.size();
        if (!MicroTable.lengthAllowed(count)) {
            throw open.line.error(
                    Kind.TABLE_LENGTH,
                    open.directive.column(),
                    "table " + open.name + " has " + count + " entries, needed: 2^k + 1 with k = 0..10");
        }
        if (!MicroTable.rangeAllowed(count, open.shift)) {
            throw open.line.error(
                    Kind.TABLE_RANGE,
                    open.directive.column(),
                    "table " + open.name + " spans " + (count - 1) + " segments of 2^" + open.shift
                            + ", allowed: 2^31 together; lower the shift");
        }
        tables.add(new MicroTable(
                open.name,
                open.offset,
                open.shift,
                open.values.stream().mapToInt(Integer::intValue).toArray()));
        open = null;
    }

    // ---------------------------------------------------------------------------------------------- traces and weight

    private void trace(Tokens tokens, Token directive) {
        Token which = tokens.take(Type.NAME, "x1, x2, y1 or y2");
        int index = MicroProgram.TRACE_NAMES.indexOf(which.text());
        if (index < 0) {
            throw tokens.error(Kind.UNKNOWN_NAME, which.column(), "trace " + which.text() + "; traces: x1, x2, y1, y2");
        }
        if (!once.add(which.text())) {
            throw tokens.error(Kind.DUPLICATE_NAME, which.column(), "trace " + which.text() + " is declared already");
        }
        Options options = new Options(tokens, directive);
        options.number("decay", 0, MOST_DECAY, null);
        options.number("jump", Integer.MIN_VALUE, Integer.MAX_VALUE, null);
        options.choice("mode", List.of("add", "set"));
        options.read();
        traces[index] =
                new TraceRule((int) options.value("decay"), (int) options.value("jump"), options.value("mode") == 1);
    }

    private void weight(Tokens tokens, Token directive) {
        Options options = new Options(tokens, directive);
        options.number("min", Integer.MIN_VALUE, Integer.MAX_VALUE, (long) Integer.MIN_VALUE);
        options.number("max", Integer.MIN_VALUE, Integer.MAX_VALUE, (long) Integer.MAX_VALUE);
        options.read();
        weightMin = (int) options.value("min");
        weightMax = (int) options.value("max");
        if (weightMin > weightMax) {
            throw tokens.error(Kind.OPTION, directive.column(), "min " + weightMin + " lies above max " + weightMax);
        }
    }
}
