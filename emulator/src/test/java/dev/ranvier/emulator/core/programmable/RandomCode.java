package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random legal programs with extreme operands: every instruction, every operand kind, shifts at their ends. */
final class RandomCode {
    static final int STATES = 5;
    private static final int CONSTANTS = 6;
    private static final int TABLES = 3;
    private static final int[] EXTREMES = {
        Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -65536, -1, 0, 1, 2, 4095, 4096, 65535, 1 << 24, Integer.MAX_VALUE
    };

    private RandomCode() {}

    static MicroCode of(Random random, Entry entry) {
        List<Instruction> list = new ArrayList<>();
        int length = 1 + random.nextInt(40);
        while (list.size() < length) {
            Operation operation = Operation.values()[1 + random.nextInt(Operation.values().length - 1)];
            if (operation != Operation.SPK || entry == Entry.TICK) {
                list.add(instruction(random, operation, entry));
            }
        }
        list.add(new Instruction(Operation.END, 0, 0, 0, 0, 0, 0));
        // What a core would load: the words have to be legal.
        List<Instruction> decoded =
                list.stream().map(i -> Instruction.decode(i.encode(), entry)).toList();
        int[] constants = new int[CONSTANTS];
        for (int i = 0; i < CONSTANTS; i++) {
            constants[i] = value(random);
        }
        List<MicroTable> tables = new ArrayList<>();
        for (int t = 0; t < TABLES; t++) {
            int log = random.nextInt(11);
            int[] values = new int[(1 << log) + 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(random);
            }
            tables.add(new MicroTable("t" + t, value(random), random.nextInt(32 - log), values));
        }
        return MicroCode.of(entry, decoded, constants, tables);
    }

    static int value(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
            case 1 -> random.nextInt() >> random.nextInt(32);
            default -> random.nextInt();
        };
    }

    private static Instruction instruction(Random random, Operation op, Entry entry) {
        int predicate = random.nextInt(3) == 0 ? 8 | random.nextInt(8) : 0;
        int d = op.has('D') ? destination(random, entry) : op.has('P') ? Bank.PREDICATE.code(random.nextInt(4)) : 0;
        int x = op.has('X') ? source(random, entry) : 0;
        int y = op.has('Y') ? source(random, entry) : op.has('T') ? Bank.TABLE.code(random.nextInt(TABLES)) : 0;
        int most = op.has('N') ? 32 : op.has('W') ? 64 : 1;
        int shift = random.nextInt(4) == 0 ? most - 1 : random.nextInt(most);
        boolean immediate =
                (op.has('X') && x == Bank.IMMEDIATE.code(0)) || (op.has('Y') && y == Bank.IMMEDIATE.code(0));
        return new Instruction(op, predicate, d, x, y, shift, immediate ? (short) value(random) : 0);
    }

    private static int destination(Random random, Entry entry) {
        return entry == Entry.TICK && random.nextInt(3) == 0
                ? Bank.STATE.code(random.nextInt(STATES))
                : Bank.REGISTER.code(random.nextInt(16));
    }

    private static int source(Random random, Entry entry) {
        return switch (random.nextInt(6)) {
            case 0 -> Bank.STATE.code(random.nextInt(STATES));
            case 1 -> Bank.CONSTANT.code(random.nextInt(CONSTANTS));
            case 2 -> entry == Entry.TICK ? Bank.INPUT.code(random.nextInt(4)) : Bank.REGISTER.code(10);
            case 3 -> Bank.IMMEDIATE.code(0);
            default -> Bank.REGISTER.code(random.nextInt(16));
        };
    }
}
