package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import java.util.Arrays;

/** An instruction as the vector engine runs it: everything that need not be looked up again. Immutable. */
final class MicroStep {
    final Operation operation;
    final int shift;
    /** Which key its draws have. */
    final int ordinal;
    /** Predicate that guards it, or -1. */
    final int guard;
    /** -1 if it runs where the guard does not hold. */
    final int flip;

    /** For a SPK: true if it is the only one. */
    final boolean spikesOnce;

    final MicroTable table;
    final Bank bankX;
    final Bank bankY;
    final Bank bankD;
    final int x;
    final int y;
    final int d;
    /** A constant operand, for every lane. */
    final int[] rowX;

    final int[] rowY;

    MicroStep(MicroCode code, int index) {
        Instruction in = code.instructions().get(index);
        operation = in.operation();
        shift = in.shift();
        ordinal = code.ordinals()[index];
        guard = in.guarded() ? in.guard() : -1;
        flip = in.guardNegated() ? -1 : 0;
        spikesOnce = operation == Operation.SPK && code.spikesOnce();
        table = operation == Operation.LUT ? code.table(in) : null;
        boolean hasX = operation.has('X');
        boolean hasY = operation.has('Y');
        bankX = hasX ? Bank.of(in.x()) : null;
        bankY = hasY ? Bank.of(in.y()) : null;
        x = hasX ? bankX.index(in.x()) : 0;
        y = hasY ? bankY.index(in.y()) : 0;
        rowX = hasX && MicroCode.isScalar(in.x()) ? row(code.scalar(in.x(), in)) : null;
        rowY = hasY && MicroCode.isScalar(in.y()) ? row(code.scalar(in.y(), in)) : null;
        bankD = operation.compares() || operation.has('D') ? Bank.of(in.d()) : null;
        d = bankD == null ? 0 : bankD.index(in.d());
    }

    private static int[] row(int value) {
        int[] row = new int[Lanes.MOST];
        Arrays.fill(row, value);
        return row;
    }

    /** The array of an operand. */
    static int[] source(Bank bank, int index, int[] row, Lanes lanes) {
        if (row != null) {
            return row;
        }
        return switch (bank) {
            case STATE -> lanes.state[index];
            case INPUT -> lanes.inputs[index];
            case PREDICATE -> lanes.predicates[index];
            default -> lanes.registers[index];
        };
    }

    /** Where a block starts in the array of an operand. */
    static int offset(Bank bank, Lanes lanes) {
        return bank == Bank.STATE || bank == Bank.INPUT ? lanes.base : 0;
    }
}
