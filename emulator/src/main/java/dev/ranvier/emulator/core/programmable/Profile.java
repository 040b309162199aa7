package dev.ranvier.emulator.core.programmable;

import dev.ranvier.emulator.memory.WordBank;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import dev.ranvier.hw.microcode.MicroTable;
import dev.ranvier.hw.microcode.Operation;
import dev.ranvier.hw.microcode.TraceRule;
import dev.ranvier.hw.microcode.WordException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A profile of a core, decoded from its memories (neuron microcode, section 8.1). Immutable.
 *
 * @param code entries that it has
 * @param states state words in use
 * @param traces rules of x1, x2, y1, y2
 * @param epoch POST of all synapses every {@code epoch} ticks; 0 = never
 * @param weightMin lower limit of the stored weight
 * @param weightMax upper limit of the stored weight
 */
record Profile(
        Map<Entry, MicroCode> code, int states, List<TraceRule> traces, int epoch, int weightMin, int weightMax) {

    private static final int MOST_DECAY = 1 << 24;

    /** The code of {@code entry}, or null. */
    MicroCode code(Entry entry) {
        return code.get(entry);
    }

    /** Decodes profile {@code index}; refuses what section 3 calls a load error. */
    static Profile decode(Map<String, WordBank> words, int index) {
        WordBank bank = words.get("profile");
        int states = (int) field(bank, index, "states");
        int constants = (int) field(bank, index, "constants");
        int tables = (int) field(bank, index, "tables");
        limit(index, "states", states, MicroProgram.MOST_STATES);
        limit(index, "constants", constants, MicroProgram.MOST_CONSTANTS);
        limit(index, "tables", tables, Bank.TABLE.size());
        int weightMin = (int) field(bank, index, "weight_min");
        int weightMax = (int) field(bank, index, "weight_max");
        if (weightMin > weightMax) {
            throw new RanvierException(
                    "profile " + index + " has weight_min " + weightMin + " above weight_max " + weightMax);
        }
        int[] values = new int[constants];
        WordBank constantBank = words.get("constant");
        Arrays.setAll(values, k -> (int) field(constantBank, index * MicroProgram.MOST_CONSTANTS + k, "value"));
        List<MicroTable> decodedTables = new ArrayList<>();
        for (int t = 0; t < tables; t++) {
            decodedTables.add(table(words, index, t));
        }
        EnumMap<Entry, MicroCode> code = new EnumMap<>(Entry.class);
        for (Entry entry : Entry.values()) {
            if (field(bank, index, entry.text() + "_present") == 1) {
                int address = (int) field(bank, index, entry.text() + "_address");
                List<Instruction> list = instructions(words.get("program"), index, entry, address);
                declared(list, index, entry, states, constants, tables);
                code.put(entry, MicroCode.of(entry, list, values, decodedTables));
            }
        }
        List<TraceRule> traces = new ArrayList<>();
        for (String name : MicroProgram.TRACE_NAMES) {
            int decay = (int) field(bank, index, name + "_decay");
            if (decay > MOST_DECAY) {
                throw new RanvierException(
                        "profile " + index + " has " + name + "_decay " + decay + ", allowed: 0.." + MOST_DECAY);
            }
            traces.add(new TraceRule(
                    decay, (int) field(bank, index, name + "_jump"), field(bank, index, name + "_set") == 1));
        }
        return new Profile(code, states, traces, (int) field(bank, index, "epoch"), weightMin, weightMax);
    }

    private static void limit(int profile, String what, int value, int most) {
        if (value > most) {
            throw new RanvierException(
                    "profile " + profile + " declares " + value + " " + what + ", allowed: 0.." + most);
        }
    }

    private static long field(WordBank bank, int entry, String name) {
        return bank.field(entry, bank.spec().field(name));
    }

    private static MicroTable table(Map<String, WordBank> words, int profile, int t) {
        WordBank control = words.get("table_control");
        WordBank entries = words.get("table");
        int at = profile * Bank.TABLE.size() + t;
        String name = "t" + t;
        String place = "table " + name + " of profile " + profile;
        long log = field(control, at, "log_segments");
        if (log > 10) {
            throw new RanvierException(place + " has log_segments " + log + ", allowed: 0..10 (2^k + 1 entries)");
        }
        int count = (1 << log) + 1;
        int shift = (int) field(control, at, "shift");
        if (!MicroTable.rangeAllowed(count, shift)) {
            throw new RanvierException(place + " spans " + (count - 1) + " segments of 2^" + shift
                    + ", allowed: 2^31 together; lower the shift");
        }
        long first = field(control, at, "first");
        entries.spec().checkRange(place, first, count);
        int[] values = new int[count];
        Arrays.setAll(values, i -> (int) field(entries, (int) first + i, "value"));
        return new MicroTable(name, (int) field(control, at, "offset"), shift, values);
    }

    private static List<Instruction> instructions(WordBank program, int profile, Entry entry, int address) {
        List<Instruction> list = new ArrayList<>();
        for (int word = address; word < MicroProgram.MOST_WORDS; word++) {
            try {
                list.add(Instruction.decode(program.read(profile * MicroProgram.MOST_WORDS + word), entry));
            } catch (WordException e) {
                throw new RanvierException(
                        "program word " + word + " of profile " + profile + " (." + entry.text() + "): "
                                + e.getMessage(),
                        e);
            }
            if (list.getLast().operation() == Operation.END) {
                return list;
            }
        }
        throw new RanvierException("the entry ." + entry.text() + " of profile " + profile + " starts at word "
                + address + " and has no END up to word " + (MicroProgram.MOST_WORDS - 1) + "; end it with END");
    }

    private static void declared(
            List<Instruction> list, int profile, Entry entry, int states, int constants, int tables) {
        for (Instruction in : list) {
            for (int operand : operands(in)) {
                Bank bank = Bank.of(operand);
                int most =
                        switch (bank) {
                            case STATE -> states;
                            case CONSTANT -> constants;
                            case TABLE -> tables;
                            default -> Integer.MAX_VALUE;
                        };
                if (bank.index(operand) >= most) {
                    throw new RanvierException("'" + in.text() + "' in ." + entry.text() + " of profile " + profile
                            + " uses " + bank.letter() + bank.index(operand) + ", declared: " + most + " ("
                            + bank.letter() + "0 on); declare it in the profile");
                }
            }
        }
    }

    private static int[] operands(Instruction in) {
        List<Integer> operands = new ArrayList<>();
        if (in.operation().has('D')) {
            operands.add(in.d());
        }
        if (in.operation().has('X')) {
            operands.add(in.x());
        }
        if (in.operation().has('Y') || in.operation().has('T')) {
            operands.add(in.y());
        }
        return operands.stream().mapToInt(Integer::intValue).toArray();
    }
}
