package dev.ranvier.tools.microcode;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.hw.microcode.Operation;
import dev.ranvier.tools.microcode.AssemblyException.Kind;
import dev.ranvier.tools.microcode.Tokens.Token;
import dev.ranvier.tools.microcode.Tokens.Type;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Program text (.nmc) to a program (neuron microcode, section 9). Used once per text; not safe for several threads. */
public final class MicroAssembler {
    private static final Pattern RAW = Pattern.compile("([rscapt])(0|[1-9][0-9]{0,8})");
    private static final int MOST_SHIFT = 63;

    private final Declarations declarations = new Declarations();
    private final Map<Entry, List<Instruction>> code = new EnumMap<>(Entry.class);
    private final Map<Entry, Token> sectionAt = new EnumMap<>(Entry.class);
    private final Map<Entry, Integer> sectionLine = new EnumMap<>(Entry.class);
    private Entry section;
    private int instructions;

    private MicroAssembler() {}

    /**
     * The program in {@code text}.
     *
     * @throws AssemblyException for the first error, with line and column
     */
    public static MicroProgram assemble(String text) {
        return new MicroAssembler().run(text);
    }

    private MicroProgram run(String text) {
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            Tokens tokens = new Tokens(line, ++number);
            if (!tokens.isEmpty()) {
                line(tokens);
            }
        }
        declarations.closeTable();
        for (Map.Entry<Entry, List<Instruction>> entry : code.entrySet()) {
            List<Instruction> list = entry.getValue();
            if (list.isEmpty() || list.getLast().operation() != Operation.END) {
                throw new AssemblyException(
                        Kind.MISSING_END,
                        sectionLine.get(entry.getKey()),
                        sectionAt.get(entry.getKey()).column(),
                        "section ." + entry.getKey().text() + " does not end with END; add it as its last line");
            }
        }
        return declarations.program(code);
    }

    private void line(Tokens tokens) {
        Token first = tokens.peek();
        if (first.type() == Type.DIRECTIVE) {
            declarations.closeTable();
            tokens.take(Type.DIRECTIVE, "a directive");
            directive(tokens, first);
        } else if (declarations.fillingTable()) {
            declarations.tableValues(tokens);
        } else if (section == null) {
            throw tokens.error(
                    Kind.CODE_OUTSIDE_SECTION,
                    first.column(),
                    "an instruction belongs after .tick, .pre or .post; found '" + first.text() + "'");
        } else {
            instruction(tokens);
        }
    }

    private void directive(Tokens tokens, Token directive) {
        for (Entry entry : Entry.values()) {
            if (directive.text().equals("." + entry.text())) {
                if (code.containsKey(entry)) {
                    throw tokens.error(
                            Kind.DUPLICATE_SECTION,
                            directive.column(),
                            directive.text() + " stands already in line " + sectionLine.get(entry)
                                    + "; join the two sections");
                }
                tokens.finish();
                code.put(entry, new ArrayList<>());
                sectionAt.put(entry, directive);
                sectionLine.put(entry, tokens.line());
                section = entry;
                return;
            }
        }
        if (!Declarations.KNOWN.contains(directive.text().substring(1))) {
            throw tokens.error(
                    Kind.UNKNOWN_DIRECTIVE,
                    directive.column(),
                    directive.text() + "; known: ." + String.join(", .", Declarations.KNOWN) + ", .tick, .pre, .post");
        }
        if (section != null) {
            throw tokens.error(
                    Kind.DECLARATION_AFTER_CODE,
                    directive.column(),
                    directive.text() + " after ." + section.text() + "; declarations stand before the first section");
        }
        declarations.declare(tokens, directive);
    }

    // --------------------------------------------------------------------------------------------------- instructions

    /** An instruction while its operands are read. */
    private static final class Draft {
        int predicate;
        int d;
        int x;
        int y;
        int shift;
        Integer immediate;
    }

    private void instruction(Tokens tokens) {
        Draft draft = new Draft();
        int guardColumn = tokens.peek().column();
        if (tokens.at("[")) {
            guard(tokens, draft);
        }
        Token word = tokens.take(Type.NAME, "an instruction");
        Operation operation = Operation.named(word.text());
        check(tokens, word, operation, draft, guardColumn);
        String shape = operation.shape();
        long operands = tokens.isEmpty() ? 0 : tokens.count(",") + 1;
        if (operands != shape.length()) {
            throw tokens.error(
                    Kind.OPERAND_COUNT,
                    word.column(),
                    operation + " takes " + shape.length() + " operands, found " + operands);
        }
        for (int k = 0; k < shape.length(); k++) {
            if (k > 0) {
                tokens.symbol(",");
            }
            operand(tokens, shape.charAt(k), draft);
        }
        tokens.finish();
        instructions++;
        code.get(section)
                .add(new Instruction(
                        operation,
                        draft.predicate,
                        draft.d,
                        draft.x,
                        draft.y,
                        draft.shift,
                        draft.immediate == null ? 0 : draft.immediate));
    }

    private void guard(Tokens tokens, Draft draft) {
        tokens.symbol("[");
        draft.predicate = 8;
        if (tokens.at("!")) {
            tokens.symbol("!");
            draft.predicate |= 4;
        }
        Token name = tokens.take(Type.NAME, "a predicate");
        if (!name.text().matches("p[0-3]")) {
            throw tokens.error(
                    Kind.OPERAND_KIND, name.column(), name.text() + " is no predicate; allowed: p0, p1, p2, p3");
        }
        draft.predicate |= name.text().charAt(1) - '0';
        tokens.symbol("]");
    }

    private void check(Tokens tokens, Token word, Operation operation, Draft draft, int guardColumn) {
        if (operation == null) {
            throw tokens.error(
                    Kind.UNKNOWN_INSTRUCTION,
                    word.column(),
                    word.text() + "; the instructions are " + List.of(Operation.values()));
        }
        List<Instruction> list = code.get(section);
        if (!list.isEmpty() && list.getLast().operation() == Operation.END) {
            throw tokens.error(
                    Kind.CODE_AFTER_END,
                    word.column(),
                    word.text() + " after END of ." + section.text() + " is never executed; move it before END");
        }
        if (instructions == MicroProgram.MOST_WORDS) {
            throw tokens.error(
                    Kind.TOO_MANY_INSTRUCTIONS,
                    word.column(),
                    "instruction " + (instructions + 1) + ", the program store holds " + MicroProgram.MOST_WORDS
                            + " words for all entries together");
        }
        if (operation == Operation.SPK && section != Entry.TICK) {
            throw tokens.error(
                    Kind.NOT_ALLOWED_HERE, word.column(), "SPK in ." + section.text() + "; only neurons (.tick) fire");
        }
        if (operation == Operation.END && draft.predicate != 0) {
            throw tokens.error(Kind.PREDICATED_END, guardColumn, "END cannot carry a predicate; remove it");
        }
    }

    private void operand(Tokens tokens, char role, Draft draft) {
        if (role == 'N' || role == 'W') {
            draft.shift = shift(tokens, role == 'N' ? 31 : MOST_SHIFT);
            return;
        }
        int operand = tokens.at("#") ? immediate(tokens, role, draft) : named(tokens, role);
        switch (role) {
            case 'D', 'P' -> draft.d = operand;
            case 'X' -> draft.x = operand;
            default -> draft.y = operand;
        }
    }

    private static int shift(Tokens tokens, int most) {
        int column = tokens.symbol("#").column();
        String text = tokens.take(Type.INTEGER, "a shift").text();
        long value = clamped(text);
        if (value < 0 || value > most) {
            throw tokens.error(Kind.SHIFT_RANGE, column, "shift " + text + " outside 0.." + most);
        }
        return (int) value;
    }

    private static int immediate(Tokens tokens, char role, Draft draft) {
        int column = tokens.symbol("#").column();
        String text = tokens.take(Type.INTEGER, "an immediate").text();
        if (Instruction.allowed(role, Entry.TICK).indexOf('#') < 0) {
            throw tokens.error(Kind.OPERAND_KIND, column, "an immediate cannot stand here; " + kinds(role, Entry.TICK));
        }
        long value = clamped(text);
        if (value < Short.MIN_VALUE || value > Short.MAX_VALUE) {
            throw tokens.error(
                    Kind.IMMEDIATE_RANGE, column, text + " outside -32768..32767; use a .const for larger values");
        }
        if (draft.immediate != null && draft.immediate != value) {
            throw tokens.error(
                    Kind.TWO_IMMEDIATES,
                    column,
                    "#" + text + " beside #" + draft.immediate
                            + ": an instruction holds one immediate value; use a .const for the other");
        }
        draft.immediate = (int) value;
        return Bank.IMMEDIATE.code(0);
    }

    /** The value, or something far outside every range. */
    private static long clamped(String text) {
        var value = Tokens.value(text);
        return value.bitLength() > 40 ? Long.MAX_VALUE : value.longValue();
    }

    private int named(Tokens tokens, char role) {
        Token name = tokens.take(Type.NAME, "an operand");
        int operand = resolve(tokens, name);
        char letter = Bank.of(operand).letter();
        if (Instruction.allowed(role, Entry.TICK).indexOf(letter) < 0) {
            throw tokens.error(
                    Kind.OPERAND_KIND, name.column(), name.text() + " cannot stand here; " + kinds(role, Entry.TICK));
        }
        if (Instruction.allowed(role, section).indexOf(letter) < 0) {
            throw tokens.error(
                    Kind.NOT_ALLOWED_HERE,
                    name.column(),
                    name.text() + " in ." + section.text() + "; " + kinds(role, section));
        }
        return operand;
    }

    private static String kinds(char role, Entry entry) {
        return "allowed kinds: "
                + String.join(", ", Instruction.allowed(role, entry).split(""));
    }

    private int resolve(Tokens tokens, Token name) {
        Integer declared = declarations.operand(name.text());
        if (declared != null) {
            return declared;
        }
        Matcher raw = RAW.matcher(name.text());
        if (raw.matches()) {
            Bank bank = Bank.named(raw.group(1).charAt(0));
            int index = Integer.parseInt(raw.group(2));
            int available = declarations.declared(bank);
            if (index < available) {
                return bank.code(index);
            }
            throw tokens.error(
                    Kind.UNKNOWN_NAME,
                    name.column(),
                    name.text() + " is not available: " + available + " of kind '" + bank.letter()
                            + "' are declared; declare it first");
        }
        throw tokens.error(
                Kind.UNKNOWN_NAME,
                name.column(),
                name.text() + " is not declared; declare it with .state, .const, .input or .table");
    }
}
