package dev.ranvier.hw.microcode;

import dev.ranvier.hw.RanvierException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A program with what belongs to it (neuron microcode, section 1: a profile).
 *
 * @param name name
 * @param states names and initial values of the state words, at most 16
 * @param constants names and values of the constants, at most 32
 * @param inputs names of the inputs, at most 4
 * @param tables tables, at most 4
 * @param traces rules of x1, x2, y1, y2
 * @param epoch POST of all synapses every {@code epoch} ticks; 0 = never
 * @param weightMin lower limit of the stored weight
 * @param weightMax upper limit of the stored weight
 * @param code instructions per entry, each ending with END
 */
public record MicroProgram(
        String name,
        List<Named> states,
        List<Named> constants,
        List<String> inputs,
        List<MicroTable> tables,
        List<TraceRule> traces,
        int epoch,
        int weightMin,
        int weightMax,
        Map<Entry, List<Instruction>> code) {
    /** Words for all entries together. */
    public static final int MOST_WORDS = 256;

    /** State words. */
    public static final int MOST_STATES = 16;

    /** Constants. */
    public static final int MOST_CONSTANTS = 32;

    /** Names of the traces, in the order of {@link #traces}. */
    public static final List<String> TRACE_NAMES = List.of("x1", "x2", "y1", "y2");

    /**
     * A named value.
     *
     * @param name name in the text
     * @param value value
     */
    public record Named(String name, int value) {}

    /** Copies its collections. */
    public MicroProgram {
        states = List.copyOf(states);
        constants = List.copyOf(constants);
        inputs = List.copyOf(inputs);
        tables = List.copyOf(tables);
        traces = List.copyOf(traces);
        EnumMap<Entry, List<Instruction>> copy = new EnumMap<>(Entry.class);
        code.forEach((entry, list) -> copy.put(entry, List.copyOf(list)));
        code = Collections.unmodifiableMap(copy);
    }

    /**
     * The same program with constant {@code constant} set to {@code value}.
     *
     * @throws RanvierException if there is no such constant
     */
    public MicroProgram with(String constant, int value) {
        if (constants.stream().noneMatch(c -> c.name().equals(constant))) {
            throw new RanvierException("program '" + name + "' has no constant '" + constant + "'; its constants: "
                    + constants.stream().map(Named::name).toList());
        }
        List<Named> changed = constants.stream()
                .map(c -> c.name().equals(constant) ? new Named(constant, value) : c)
                .toList();
        return new MicroProgram(name, states, changed, inputs, tables, traces, epoch, weightMin, weightMax, code);
    }

    /** Cycles of {@code entry}; 0 if the program does not have it. */
    public int cycles(Entry entry) {
        return code.getOrDefault(entry, List.of()).stream()
                .mapToInt(i -> i.operation().cycles())
                .sum();
    }

    /** All words, in the order tick, pre, post. */
    public long[] words() {
        return code.values().stream()
                .flatMap(List::stream)
                .mapToLong(Instruction::encode)
                .toArray();
    }

    /** Address of the first word per entry. */
    public Map<Entry, Integer> addresses() {
        EnumMap<Entry, Integer> addresses = new EnumMap<>(Entry.class);
        int next = 0;
        for (Map.Entry<Entry, List<Instruction>> entry : code.entrySet()) {
            addresses.put(entry.getKey(), next);
            next += entry.getValue().size();
        }
        return addresses;
    }

    /** Canonical text (neuron microcode, section 10): assembling it gives this program, all but the names. */
    public String disassemble() {
        StringBuilder out = new StringBuilder(".program ").append(name).append('\n');
        for (int k = 0; k < states.size(); k++) {
            out.append(".state s")
                    .append(k)
                    .append(" = ")
                    .append(states.get(k).value())
                    .append('\n');
        }
        for (int k = 0; k < constants.size(); k++) {
            out.append(".const c")
                    .append(k)
                    .append(" = ")
                    .append(constants.get(k).value())
                    .append('\n');
        }
        for (int k = 0; k < tables.size(); k++) {
            MicroTable table = tables.get(k);
            out.append(".table t").append(k).append(" offset=").append(table.offset());
            out.append(" shift=").append(table.shift()).append('\n');
            int[] values = table.values();
            for (int i = 0; i < values.length; i++) {
                out.append(values[i]).append(i % 16 == 15 || i == values.length - 1 ? "\n" : ", ");
            }
        }
        for (int k = 0; k < traces.size(); k++) {
            TraceRule rule = traces.get(k);
            if (!rule.equals(TraceRule.NONE)) {
                out.append(".trace ")
                        .append(TRACE_NAMES.get(k))
                        .append(" decay=")
                        .append(rule.decay());
                out.append(" jump=").append(rule.jump()).append(" mode=").append(rule.sets() ? "set" : "add");
                out.append('\n');
            }
        }
        if (epoch != 0) {
            out.append(".epoch ").append(epoch).append('\n');
        }
        if (weightMin != Integer.MIN_VALUE || weightMax != Integer.MAX_VALUE) {
            out.append(".weight min=")
                    .append(weightMin)
                    .append(" max=")
                    .append(weightMax)
                    .append('\n');
        }
        code.forEach((entry, list) -> {
            out.append('.').append(entry.text()).append('\n');
            list.forEach(i -> out.append(i.text()).append('\n'));
        });
        return out.toString();
    }
}
