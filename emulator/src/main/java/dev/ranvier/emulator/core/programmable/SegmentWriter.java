package dev.ranvier.emulator.core.programmable;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Instruction;
import dev.ranvier.hw.microcode.Operation;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the scalar loop of one segment: a loop over the lanes whose body holds registers, state words and predicates in
 * local variables; they are loaded at the top and stored at the bottom. Used once.
 */
final class SegmentWriter {
    private static final ClassDesc MATH = ClassDesc.of("dev.ranvier.emulator.core.programmable", "MicroMath");
    private static final ClassDesc DRAWS = ClassDesc.of("dev.ranvier.hw.microcode", "Draws");
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final ClassDesc INT_ROWS = INTS.arrayType();
    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final int LANES = 0;
    private static final int TABLES = 1;
    /** Parameter: the first lane to run. */
    private static final int FIRST = 2;

    private final CodeBuilder out;
    private final MicroCode code;
    private final int from;
    private final int to;
    private final int liveOut;

    /** A word of the machine that the segment uses: its array, and the local variable that holds it for a lane. */
    private static final class Word {
        final String field;
        final int index;
        final boolean based;
        int array;
        int value;
        boolean stored;

        Word(String field, int index, boolean based) {
            this.field = field;
            this.index = index;
            this.based = based;
        }
    }

    private final Map<String, Word> words = new TreeMap<>();
    private int lane;
    private int position;
    private int count;
    private int base;
    private int accumulator;
    private int accumulatorArray;
    private int unitArray;
    private int keysArray;
    private int mask;

    SegmentWriter(CodeBuilder out, MicroCode code, int from, int to, int liveOut) {
        this.out = out;
        this.code = code;
        this.from = from;
        this.to = to;
        this.liveOut = liveOut;
    }

    void write() {
        for (int i = from; i < to; i++) {
            collect(code.instructions().get(i));
        }
        prologue();
        Label top = out.newLabel();
        Label end = out.newLabel();
        out.iload(FIRST).istore(lane).labelBinding(top);
        out.iload(lane).iload(count).if_icmpge(end);
        out.iload(lane).iload(base).iadd().istore(position);
        words.values().forEach(this::load);
        if (code.accumulates()) {
            out.aload(accumulatorArray).iload(lane).laload().lstore(accumulator);
        }
        for (int i = from; i < to; i++) {
            instruction(code.instructions().get(i), i);
        }
        words.values().forEach(this::store);
        if (code.accumulates()) {
            out.aload(accumulatorArray).iload(lane).lload(accumulator).lastore();
        }
        out.iinc(lane, 1).goto_(top).labelBinding(end).return_();
    }

    // ----------------------------------------------------------------------------------------------------- the words

    private void collect(Instruction in) {
        if (in.guarded()) {
            word("predicates", in.guard(), false);
        }
        if (in.operation().has('X')) {
            operand(in.x());
        }
        if (in.operation().has('Y')) {
            operand(in.y());
        }
        if (in.operation().compares()) {
            word("predicates", Bank.PREDICATE.index(in.d()), false).stored = true;
        } else if (in.operation().has('D')) {
            Word word = operand(in.d());
            word.stored |= word.based || (liveOut >>> word.index & 1) != 0;
        } else if (in.operation() == Operation.SPK) {
            word("fired", -1, false).stored = true;
            word("payload", -1, false).stored = true;
        }
    }

    private Word word(String field, int index, boolean based) {
        return words.computeIfAbsent(field + index, key -> new Word(field, index, based));
    }

    private Word operand(int operand) {
        Bank bank = Bank.of(operand);
        return switch (bank) {
            case REGISTER -> word("registers", bank.index(operand), false);
            case STATE -> word("state", bank.index(operand), true);
            case INPUT -> word("inputs", bank.index(operand), true);
            default -> null;
        };
    }

    private void prologue() {
        lane = out.allocateLocal(TypeKind.INT);
        position = out.allocateLocal(TypeKind.INT);
        count = out.allocateLocal(TypeKind.INT);
        base = out.allocateLocal(TypeKind.INT);
        mask = out.allocateLocal(TypeKind.INT);
        accumulator = out.allocateLocal(TypeKind.LONG);
        accumulatorArray = out.allocateLocal(TypeKind.REFERENCE);
        unitArray = out.allocateLocal(TypeKind.REFERENCE);
        keysArray = out.allocateLocal(TypeKind.REFERENCE);
        out.aload(LANES).getfield(MicroCompiler.LANES, "count", CD_int).istore(count);
        out.aload(LANES).getfield(MicroCompiler.LANES, "base", CD_int).istore(base);
        out.aload(LANES).getfield(MicroCompiler.LANES, "accumulator", LONGS).astore(accumulatorArray);
        out.aload(LANES).getfield(MicroCompiler.LANES, "unit", INTS).astore(unitArray);
        out.aload(LANES).getfield(MicroCompiler.LANES, "keys", LONGS).astore(keysArray);
        for (Word word : words.values()) {
            word.array = out.allocateLocal(TypeKind.REFERENCE);
            word.value = out.allocateLocal(TypeKind.INT);
            if (word.index < 0) {
                out.aload(LANES).getfield(MicroCompiler.LANES, word.field, INTS);
            } else {
                out.aload(LANES).getfield(MicroCompiler.LANES, word.field, INT_ROWS);
                out.loadConstant(word.index).aaload();
            }
            out.astore(word.array);
        }
    }

    private void load(Word word) {
        out.aload(word.array).iload(word.based ? position : lane).iaload().istore(word.value);
    }

    private void store(Word word) {
        if (word.stored) {
            out.aload(word.array)
                    .iload(word.based ? position : lane)
                    .iload(word.value)
                    .iastore();
        }
    }

    // --------------------------------------------------------------------------------------------------- instructions

    private void instruction(Instruction in, int index) {
        if (in.guarded()) {
            out.iload(word("predicates", in.guard(), false).value);
            out.loadConstant(in.guardNegated() ? -1 : 0).ixor().istore(mask);
        }
        switch (in.operation()) {
            case CLR, MAC -> accumulate(in);
            case SPK -> {
                Word fired = word("fired", -1, false);
                Word payload = word("payload", -1, false);
                push(in, in.x());
                if (code.spikesOnce()) {
                    // The payload of a unit that did not fire is not looked at.
                    out.istore(payload.value);
                    if (in.guarded()) {
                        out.iload(mask);
                    } else {
                        out.loadConstant(-1);
                    }
                    out.istore(fired.value);
                } else {
                    assign(in, payload.value);
                    out.loadConstant(-1);
                    assign(in, fired.value);
                }
            }
            default -> {
                compute(in, index);
                int target = in.operation().compares()
                        ? word("predicates", Bank.PREDICATE.index(in.d()), false).value
                        : operand(in.d()).value;
                assign(in, target);
            }
        }
    }

    /** Pops a value into a local variable, under the instruction's guard. */
    private void assign(Instruction in, int target) {
        if (in.guarded()) {
            out.iload(target).iload(mask);
            call("blend", CD_int, CD_int, CD_int, CD_int);
        }
        out.istore(target);
    }

    private void accumulate(Instruction in) {
        Label skip = out.newLabel();
        if (in.guarded()) {
            out.iload(mask).ifeq(skip);
        }
        if (in.operation() == Operation.CLR) {
            out.lconst_0();
        } else {
            out.lload(accumulator);
            push(in, in.x());
            push(in, in.y());
            call("accumulate", CD_long, CD_long, CD_int, CD_int);
        }
        out.lstore(accumulator).labelBinding(skip);
    }

    private void push(Instruction in, int operand) {
        if (MicroCode.isScalar(operand)) {
            out.loadConstant(code.scalar(operand, in));
        } else {
            out.iload(operand(operand).value);
        }
    }

    /** Leaves the result of an instruction on the stack. */
    private void compute(Instruction in, int index) {
        if (in.operation() == Operation.LUT) {
            out.aload(TABLES).loadConstant(Bank.TABLE.index(in.y())).aaload();
            push(in, in.x());
            out.invokevirtual(MicroCompiler.TABLE, "lookUp", MethodTypeDesc.of(CD_int, CD_int));
            return;
        }
        if (in.operation().has('X')) {
            push(in, in.x());
        }
        if (in.operation().has('Y')) {
            push(in, in.y());
        }
        switch (in.operation()) {
            case MOV -> {}
            case ADD -> call("add", CD_int, CD_int, CD_int);
            case SUB -> call("subtract", CD_int, CD_int, CD_int);
            case MIN -> math("min");
            case MAX -> math("max");
            case AND -> out.iand();
            case GE -> call("greaterOrEqual", CD_int, CD_int, CD_int);
            case GT -> call("greater", CD_int, CD_int, CD_int);
            case LT -> call("less", CD_int, CD_int, CD_int);
            case EQ -> call("equal", CD_int, CD_int, CD_int);
            case DEC -> call("decay", CD_int, CD_int, CD_int);
            case SHL -> shift(in, "shiftLeft");
            case SHRF -> out.loadConstant(in.shift()).ishr();
            case SHRR -> shift(in, "shiftHalfUp");
            case SHRZ -> shift(in, "shiftTowardZero");
            case SHRS -> {
                out.loadConstant(in.shift());
                draw(index);
                call("shiftStochastic", CD_int, CD_int, CD_int, CD_long);
            }
            case MULF -> multiply(in, "multiplyFloor");
            case MULR -> multiply(in, "multiplyHalfUp");
            case MULZ -> multiply(in, "multiplyTowardZero");
            case MULS -> {
                out.loadConstant(in.shift());
                draw(index);
                call("multiplyStochastic", CD_int, CD_int, CD_int, CD_int, CD_long);
            }
            case RDAF -> read(in, "readFloor");
            case RDAR -> read(in, "readHalfUp");
            case RND -> {
                draw(index);
                call("random", CD_int, CD_int, CD_long);
            }
            default -> throw new IllegalStateException(in.operation() + " has no result");
        }
    }

    private void shift(Instruction in, String method) {
        out.loadConstant(in.shift());
        call(method, CD_int, CD_int, CD_int);
    }

    private void multiply(Instruction in, String method) {
        out.loadConstant(in.shift());
        call(method, CD_int, CD_int, CD_int, CD_int);
    }

    private void read(Instruction in, String method) {
        out.lload(accumulator).loadConstant(in.shift());
        call(method, CD_int, CD_long, CD_int);
    }

    private void draw(int index) {
        out.aload(keysArray).loadConstant(code.ordinals()[index]).laload();
        out.aload(unitArray).iload(lane).iaload();
        out.invokestatic(DRAWS, "draw", MethodTypeDesc.of(CD_long, CD_long, CD_int));
    }

    private void math(String method) {
        out.invokestatic(ClassDesc.of("java.lang.Math"), method, MethodTypeDesc.of(CD_int, CD_int, CD_int));
    }

    private void call(String method, ClassDesc result, ClassDesc... arguments) {
        out.invokestatic(MATH, method, MethodTypeDesc.of(result, arguments));
    }
}
