package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.microcode.Draws;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.MicroProgram;
import java.util.List;

/**
 * Runs TICK of one neuron instruction by instruction, for people who look for a mistake in a program. The same
 * arithmetic and draws as on a core. Not safe for several threads.
 */
public final class MicroStepper {
    private final MicroCode code;
    private final Lanes lanes = new Lanes();
    private final long seed;
    private final int core;
    private final int neuron;
    private long tick;
    private int next;

    /**
     * A neuron in the state that the program declares, before tick {@code firstTick}.
     *
     * @param program a program with an entry .tick
     * @param seed seed of the random draws
     * @param core number of the core in the random draws
     * @param neuron number of the neuron in the random draws
     * @param firstTick number of the first tick
     */
    public MicroStepper(MicroProgram program, long seed, int core, int neuron, long firstTick) {
        List<Instruction> list = program.code().get(Entry.TICK);
        if (list == null) {
            throw new RanvierException(
                    "program '" + program.name() + "' has no entry .tick; only neurons can be stepped through");
        }
        code = MicroCode.of(
                Entry.TICK,
                list,
                program.constants().stream().mapToInt(MicroProgram.Named::value).toArray(),
                program.tables());
        this.seed = seed;
        this.core = core;
        this.neuron = neuron;
        tick = firstTick;
        lanes.count = 1;
        lanes.state = new int[MicroProgram.MOST_STATES][1];
        lanes.inputs = new int[4][1];
        lanes.unit[0] = neuron;
        for (int k = 0; k < program.states().size(); k++) {
            lanes.state[k][0] = program.states().get(k).value();
        }
        begin();
    }

    private void begin() {
        next = 0;
        for (int[] register : lanes.registers) {
            register[0] = 0;
        }
        for (int[] predicate : lanes.predicates) {
            predicate[0] = 0;
        }
        lanes.accumulator[0] = 0;
        lanes.fired[0] = 0;
        lanes.payload[0] = 0;
        long key = Draws.tickKey(seed, core, tick);
        lanes.keys = new long[code.draws()];
        for (int ordinal = 0; ordinal < lanes.keys.length; ordinal++) {
            lanes.keys[ordinal] = Draws.instructionKey(key, Entry.TICK, ordinal);
        }
    }

    /** Number of the tick that is under way. */
    public long tick() {
        return tick;
    }

    /** The instruction that {@link #step} executes next, or null at the end of the entry. */
    public Instruction next() {
        return next < code.instructions().size() ? code.instructions().get(next) : null;
    }

    /** Number of the next instruction in the entry, from 0. */
    public int position() {
        return next;
    }

    /** The instructions of the entry, without END. */
    public List<Instruction> instructions() {
        return code.instructions();
    }

    /** True if the predicate of the next instruction holds. */
    public boolean nextHolds() {
        Instruction instruction = next();
        return instruction != null
                && (!instruction.guarded()
                        || (lanes.predicates[instruction.guard()][0] != 0) != instruction.guardNegated());
    }

    /** Executes the next instruction; after the last one nothing happens. */
    public void step() {
        if (next() != null) {
            ScalarEngine.step(code, next++, lanes, 0);
        }
    }

    /** Finishes the tick if it is not at its end, and begins the next one. */
    public void nextTick() {
        while (next() != null) {
            step();
        }
        tick++;
        begin();
    }

    /** Sets input {@code index}, 0..3, of the tick under way and those that follow. */
    public void input(int index, int value) {
        lanes.inputs[index][0] = value;
    }

    /** Register r0..r15. */
    public int register(int index) {
        return lanes.registers[index][0];
    }

    /** State word s0..s15. */
    public int state(int index) {
        return lanes.state[index][0];
    }

    /** Predicate p0..p3. */
    public boolean predicate(int index) {
        return lanes.predicates[index][0] != 0;
    }

    /** The accumulator. */
    public long accumulator() {
        return lanes.accumulator[0];
    }

    /** Input a0..a3 of the tick under way. */
    public int input(int index) {
        return lanes.inputs[index][0];
    }

    /** Sets register {@code index}. */
    public void setRegister(int index, int value) {
        lanes.registers[index][0] = value;
    }

    /** Sets state word {@code index}. */
    public void setState(int index, int value) {
        lanes.state[index][0] = value;
    }

    /** Sets predicate {@code index}. */
    public void setPredicate(int index, boolean value) {
        lanes.predicates[index][0] = value ? -1 : 0;
    }

    /** True if the neuron has fired in the tick under way. */
    public boolean fired() {
        return lanes.fired[0] != 0;
    }

    /** Payload of that spike. */
    public int payload() {
        return lanes.payload[0];
    }

    /** Number of the neuron in the random draws. */
    public int neuron() {
        return neuron;
    }
}
