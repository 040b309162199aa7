package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import java.util.List;

/**
 * One entry of a profile, ready to run. Immutable.
 *
 * @param entry which entry
 * @param instructions its instructions without END
 * @param constants constants of the profile
 * @param tableArray tables of the profile
 * @param ordinals per instruction: how many random instructions come before it
 * @param draws number of random instructions
 * @param registersRead bit k: register k may be read before it is written
 * @param predicatesRead bit k: predicate k may be read before it is written
 * @param statesRead bit k: some instruction reads state word k
 * @param accumulates whether the accumulator is used
 * @param cycles cycles of the entry, END included
 */
record MicroCode(
        Entry entry,
        List<Instruction> instructions,
        int[] constants,
        MicroTable[] tableArray,
        int[] ordinals,
        int draws,
        int registersRead,
        int predicatesRead,
        int statesRead,
        boolean accumulates,
        int cycles) {

    /** The entry with the instructions {@code list}, END included. */
    static MicroCode of(Entry entry, List<Instruction> list, int[] constants, List<MicroTable> tables) {
        List<Instruction> body = list.subList(0, list.size() - 1);
        int[] ordinals = new int[body.size()];
        int draws = 0;
        int read = 0;
        int written = 0;
        int predicatesRead = 0;
        int predicatesWritten = 0;
        int statesRead = 0;
        boolean accumulates = false;
        for (int i = 0; i < ordinals.length; i++) {
            Instruction instruction = body.get(i);
            ordinals[i] = draws;
            draws += instruction.operation().random() ? 1 : 0;
            read |= registersRead(instruction) & ~written;
            statesRead |= read(instruction, Bank.STATE);
            int register = registerWritten(instruction);
            if (instruction.guarded()) {
                predicatesRead |= (1 << instruction.guard()) & ~predicatesWritten;
                // What is kept when the guard does not hold counts as read.
                read |= register & ~written;
            } else {
                written |= register;
            }
            if (instruction.operation().compares()) {
                int bit = 1 << Bank.PREDICATE.index(instruction.d());
                if (instruction.guarded()) {
                    predicatesRead |= bit & ~predicatesWritten;
                } else {
                    predicatesWritten |= bit;
                }
            }
            accumulates |= switch (instruction.operation()) {
                case MAC, RDAF, RDAR -> true;
                default -> false;
            };
        }
        int cycles = list.stream().mapToInt(i -> i.operation().cycles()).sum();
        return new MicroCode(
                entry,
                List.copyOf(body),
                constants,
                tables.toArray(new MicroTable[0]),
                ordinals,
                draws,
                read,
                predicatesRead,
                statesRead,
                accumulates,
                cycles);
    }

    /** True if the code has exactly one SPK. */
    boolean spikesOnce() {
        return instructions.stream().filter(i -> i.operation() == Operation.SPK).count() == 1;
    }

    /** Bit mask of the registers that {@code instruction} reads. */
    static int registersRead(Instruction instruction) {
        return read(instruction, Bank.REGISTER);
    }

    private static int read(Instruction instruction, Bank bank) {
        int mask = 0;
        if (instruction.operation().has('X') && Bank.of(instruction.x()) == bank) {
            mask |= 1 << bank.index(instruction.x());
        }
        if (instruction.operation().has('Y') && Bank.of(instruction.y()) == bank) {
            mask |= 1 << bank.index(instruction.y());
        }
        return mask;
    }

    /** Bit mask of the register that {@code instruction} writes, or 0. */
    static int registerWritten(Instruction instruction) {
        boolean writes = instruction.operation().has('D') && Bank.of(instruction.d()) == Bank.REGISTER;
        return writes ? 1 << Bank.REGISTER.index(instruction.d()) : 0;
    }

    /** The value of a constant or immediate operand. */
    int scalar(int code, Instruction instruction) {
        return Bank.of(code) == Bank.IMMEDIATE ? instruction.immediate() : constants[Bank.CONSTANT.index(code)];
    }

    /** True if the operand is the same for all units. */
    static boolean isScalar(int code) {
        Bank bank = Bank.of(code);
        return bank == Bank.IMMEDIATE || bank == Bank.CONSTANT;
    }

    /** The table of a LUT. */
    MicroTable table(Instruction lut) {
        return tableArray[Bank.TABLE.index(lut.y())];
    }
}
