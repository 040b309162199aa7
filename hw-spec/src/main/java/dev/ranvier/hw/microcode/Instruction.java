package dev.ranvier.hw.microcode;

import dev.ranvier.hw.microcode.WordException.Kind;

/**
 * An instruction and its 64-bit word (neuron microcode, section 3). Fields that the operation does not use are 0.
 *
 * @param operation what it does
 * @param predicate 0 = always; else 8 + 4 · negate + index
 * @param d destination operand code
 * @param x first source operand code
 * @param y second source operand code, or table
 * @param shift 0..63
 * @param immediate -32768..32767
 */
public record Instruction(Operation operation, int predicate, int d, int x, int y, int shift, int immediate) {
    private static final String IN_TICK_SOURCES = "rsca#";
    private static final String IN_SYNAPSE_SOURCES = "rsc#";

    /** The word. */
    public long encode() {
        return (long) operation.ordinal() << 58
                | (long) predicate << 54
                | (long) d << 46
                | (long) x << 38
                | (long) y << 30
                | (long) shift << 24
                | (immediate & 0xFFFF);
    }

    /** True if it is executed only under a predicate. */
    public boolean guarded() {
        return predicate != 0;
    }

    /** Index of the guarding predicate. */
    public int guard() {
        return predicate & 3;
    }

    /** True if it is executed when the predicate does not hold. */
    public boolean guardNegated() {
        return (predicate & 4) != 0;
    }

    /** Letters of the operand kinds that role {@code role} takes in {@code entry}. */
    public static String allowed(char role, Entry entry) {
        return switch (role) {
            case 'D' -> entry == Entry.TICK ? "rs" : "r";
            case 'P' -> "p";
            case 'T' -> "t";
            default -> entry == Entry.TICK ? IN_TICK_SOURCES : IN_SYNAPSE_SOURCES;
        };
    }

    /**
     * The instruction in {@code word}, checked as a core does when it is loaded.
     *
     * @throws WordException for the first rule that it breaks
     */
    public static Instruction decode(long word, Entry entry) {
        int opcode = (int) (word >>> 58);
        if (opcode >= Operation.values().length) {
            throw new WordException(
                    Kind.UNKNOWN_OPCODE,
                    "opcode " + opcode + " (bits 63..58), allowed: 0.." + (Operation.values().length - 1));
        }
        Operation op = Operation.values()[opcode];
        if (op == Operation.SPK && entry != Entry.TICK) {
            throw new WordException(Kind.UNKNOWN_OPCODE, "SPK in ." + entry.text() + ", allowed only in .tick");
        }
        Instruction found = new Instruction(
                op,
                (int) (word >>> 54) & 15,
                (int) (word >>> 46) & 255,
                (int) (word >>> 38) & 255,
                (int) (word >>> 30) & 255,
                (int) (word >>> 24) & 63,
                (short) word);
        if ((word >>> 16 & 255) != 0) {
            throw new WordException(Kind.RESERVED_BITS, "bits 23..16 are not 0");
        }
        found.check(entry);
        return found;
    }

    private void check(Entry entry) {
        if ((predicate != 0 && predicate < 8) || (predicate != 0 && operation == Operation.END)) {
            throw new WordException(
                    Kind.BAD_PREDICATE,
                    "predicate field " + predicate + " of " + operation + ", allowed: "
                            + (operation == Operation.END ? "0" : "0 or 8..15"));
        }
        checkOperand("d", d, operation.has('D') ? 'D' : operation.has('P') ? 'P' : ' ', entry);
        checkOperand("x", x, operation.has('X') ? 'X' : ' ', entry);
        checkOperand("y", y, operation.has('Y') ? 'Y' : operation.has('T') ? 'T' : ' ', entry);
        if (operation.has('N') && shift > 31) {
            throw new WordException(Kind.BAD_SHIFT, "shift " + shift + " of " + operation + ", allowed: 0..31");
        }
        if (!operation.has('N') && !operation.has('W') && shift != 0) {
            throw new WordException(Kind.RESERVED_BITS, "shift " + shift + " of " + operation + ", which takes none");
        }
        boolean uses = (operation.has('X') && x == Bank.IMMEDIATE.code(0))
                || (operation.has('Y') && y == Bank.IMMEDIATE.code(0));
        if (!uses && immediate != 0) {
            throw new WordException(
                    Kind.RESERVED_BITS,
                    "immediate " + immediate + " of " + operation + ", whose operands do not use it");
        }
    }

    private void checkOperand(String field, int code, char role, Entry entry) {
        if (role == ' ') {
            if (code != 0) {
                throw new WordException(
                        Kind.RESERVED_BITS, field + " = " + code + " of " + operation + ", which has no such operand");
            }
            return;
        }
        Bank bank = Bank.of(code);
        if (bank == null || allowed(role, entry).indexOf(bank.letter()) < 0) {
            throw new WordException(
                    Kind.BAD_OPERAND,
                    field + " = 0x" + Integer.toHexString(code) + " of " + operation + " in ." + entry.text()
                            + ", allowed kinds: " + allowed(role, entry));
        }
    }

    /** Canonical text: guard, mnemonic, operands (neuron microcode, section 10). */
    public String text() {
        StringBuilder out = new StringBuilder();
        if (guarded()) {
            out.append(guardNegated() ? "[!p" : "[p").append(guard()).append("] ");
        }
        out.append(operation.name());
        String shape = operation.shape();
        for (int i = 0; i < shape.length(); i++) {
            out.append(i == 0 ? " " : ",").append(operandText(shape.charAt(i)));
        }
        return out.toString();
    }

    private String operandText(char role) {
        int code =
                switch (role) {
                    case 'D', 'P' -> d;
                    case 'X' -> x;
                    default -> y;
                };
        if (role == 'N' || role == 'W') {
            return "#" + shift;
        }
        Bank bank = Bank.of(code);
        return bank == Bank.IMMEDIATE ? "#" + immediate : "" + bank.letter() + bank.index(code);
    }
}
