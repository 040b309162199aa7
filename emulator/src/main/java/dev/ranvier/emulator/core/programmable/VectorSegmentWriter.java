package dev.ranvier.emulator.core.programmable;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

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
 * Writes the vector loop of one segment: as many lanes as a register holds per round, registers and state words as
 * vectors in local variables, predicates as masks. Returns the first lane that it has not done. Used once.
 */
final class VectorSegmentWriter {
    private static final ClassDesc WIDE = ClassDesc.of("dev.ranvier.emulator.core.programmable", "WideVectorMath");
    private static final ClassDesc MATH = ClassDesc.of("dev.ranvier.emulator.core.programmable", "VectorMath");
    private static final ClassDesc INT_VECTOR = ClassDesc.of("jdk.incubator.vector", "IntVector");
    private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector", "VectorMask");
    private static final ClassDesc INTS = CD_int.arrayType();
    private static final ClassDesc INT_ROWS = INTS.arrayType();
    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final int LANES = 0;

    /** The classes of vector arithmetic, parsed once. */
    private static final class Parsed {
        static final Macros FULL = new Macros(VectorMath.class);
        static final Macros WIDE = new Macros(WideVectorMath.class);
    }

    private final CodeBuilder out;
    private final MicroCode code;
    private final int from;
    private final int to;
    private final int liveOut;

    /** A word of the machine: its array, and the local variable that holds it. */
    private static final class Word {
        final String field;
        final int index;
        final boolean based;
        final boolean mask;
        int array;
        int value;
        boolean loaded;
        boolean set;
        boolean stored;

        Word(String field, int index, boolean based, boolean mask) {
            this.field = field;
            this.index = index;
            this.based = based;
            this.mask = mask;
        }
    }

    private final Map<String, Word> words = new TreeMap<>();
    private int lane;
    private int position;
    private int bound;
    private int base;
    private int accumulator;
    private int draws;
    private int guard;

    /** Half as many lanes, if an instruction needs 64-bit ones. */
    private final ClassDesc math;

    private final Macros macros;

    VectorSegmentWriter(CodeBuilder out, MicroCode code, int from, int to, int liveOut) {
        boolean wide = code.instructions().subList(from, to).stream().anyMatch(in -> VectorWork.isWide(code, in));
        math = wide ? WIDE : MATH;
        macros = wide ? Parsed.WIDE : Parsed.FULL;
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
        out.iconst_0().istore(lane).labelBinding(top);
        out.iload(lane).iload(bound).if_icmpgt(end);
        out.iload(lane).iload(base).iadd().istore(position);
        words.values().stream().filter(word -> word.loaded).forEach(this::load);
        for (int i = from; i < to; i++) {
            instruction(code.instructions().get(i), i);
        }
        words.values().stream().filter(word -> word.stored).forEach(this::store);
        out.iload(lane).getstatic(math, "LANES", CD_int).iadd().istore(lane);
        out.goto_(top).labelBinding(end).iload(lane).ireturn();
    }

    // ------------------------------------------------------------------------------------------------------ the words

    private void collect(Instruction in) {
        if (in.guarded()) {
            read(predicate(in.guard()));
        }
        if (in.operation().has('X')) {
            read(operand(in.x()));
        }
        if (in.operation().has('Y')) {
            read(operand(in.y()));
        }
        if (in.operation().compares()) {
            int index = Bank.PREDICATE.index(in.d());
            written(in, predicate(index), (liveOut >>> MicroCompiler.FIRST_PREDICATE + index & 1) != 0);
        } else if (in.operation().has('D')) {
            Word word = operand(in.d());
            written(in, word, word.based || (liveOut >>> word.index & 1) != 0);
        } else if (in.operation() == Operation.SPK) {
            if (code.spikesOnce()) {
                fired().set = fired().stored = true;
                payload().set = payload().stored = true;
            } else {
                written(in, fired(), true);
                written(in, payload(), true);
            }
        }
    }

    private static void read(Word word) {
        if (word != null && !word.set) {
            word.loaded = true;
        }
    }

    private void written(Instruction in, Word word, boolean lives) {
        if (in.guarded()) {
            read(word);
        }
        word.set = true;
        word.stored |= lives;
    }

    private Word word(String field, int index, boolean based, boolean mask) {
        return words.computeIfAbsent(field + index, key -> new Word(field, index, based, mask));
    }

    private Word predicate(int index) {
        return word("predicates", index, false, true);
    }

    private Word fired() {
        return word("fired", -1, false, true);
    }

    private Word payload() {
        return word("payload", -1, false, false);
    }

    private Word operand(int operand) {
        Bank bank = Bank.of(operand);
        return switch (bank) {
            case REGISTER -> word("registers", bank.index(operand), false, false);
            case STATE -> word("state", bank.index(operand), true, false);
            case INPUT -> word("inputs", bank.index(operand), true, false);
            default -> null;
        };
    }

    private void prologue() {
        lane = out.allocateLocal(TypeKind.INT);
        position = out.allocateLocal(TypeKind.INT);
        bound = out.allocateLocal(TypeKind.INT);
        base = out.allocateLocal(TypeKind.INT);
        accumulator = out.allocateLocal(TypeKind.REFERENCE);
        draws = out.allocateLocal(TypeKind.REFERENCE);
        guard = out.allocateLocal(TypeKind.REFERENCE);
        out.aload(LANES).getfield(MicroCompiler.LANES, "count", CD_int);
        out.getstatic(math, "LANES", CD_int).isub().istore(bound);
        out.aload(LANES).getfield(MicroCompiler.LANES, "base", CD_int).istore(base);
        out.aload(LANES).getfield(MicroCompiler.LANES, "accumulator", LONGS).astore(accumulator);
        out.aload(LANES).getfield(MicroCompiler.LANES, "draws", INT_ROWS).astore(draws);
        for (Word word : words.values()) {
            word.value = out.allocateLocal(TypeKind.REFERENCE);
            if (word.loaded || word.stored) {
                word.array = out.allocateLocal(TypeKind.REFERENCE);
                if (word.index < 0) {
                    out.aload(LANES).getfield(MicroCompiler.LANES, word.field, INTS);
                } else {
                    out.aload(LANES).getfield(MicroCompiler.LANES, word.field, INT_ROWS);
                    out.loadConstant(word.index).aaload();
                }
                out.astore(word.array);
            }
        }
    }

    private void load(Word word) {
        out.aload(word.array).iload(word.based ? position : lane);
        call(word.mask ? "loadMask" : "load", word.mask ? MASK : INT_VECTOR, INTS, CD_int);
        out.astore(word.value);
    }

    private void store(Word word) {
        out.aload(word.value).aload(word.array).iload(word.based ? position : lane);
        call(word.mask ? "storeMask" : "store", CD_void, word.mask ? MASK : INT_VECTOR, INTS, CD_int);
    }

    // --------------------------------------------------------------------------------------------------- instructions

    private void instruction(Instruction in, int index) {
        if (in.guarded()) {
            out.aload(predicate(in.guard()).value);
            if (in.guardNegated()) {
                call("not", MASK, MASK);
            }
            out.astore(guard);
        }
        switch (in.operation()) {
            case CLR -> clear(in);
            case MAC -> accumulate(in);
            case SPK -> {
                push(in, in.x());
                if (code.spikesOnce()) {
                    // The payload of a unit that did not fire is not looked at.
                    out.astore(payload().value);
                } else {
                    assign(in, payload());
                }
                if (!in.guarded()) {
                    call("all", MASK);
                } else {
                    out.aload(guard);
                    if (!code.spikesOnce()) {
                        out.aload(fired().value);
                        call("or", MASK, MASK, MASK);
                    }
                }
                out.astore(fired().value);
            }
            default -> {
                compute(in, index);
                assign(in, in.operation().compares() ? predicate(Bank.PREDICATE.index(in.d())) : operand(in.d()));
            }
        }
    }

    /** Pops a value into a word, under the instruction's guard. */
    private void assign(Instruction in, Word word) {
        if (in.guarded()) {
            ClassDesc type = word.mask ? MASK : INT_VECTOR;
            out.aload(word.value).aload(guard);
            call("blend", type, type, type, MASK);
        }
        out.astore(word.value);
    }

    private void clear(Instruction in) {
        out.aload(accumulator).iload(lane);
        constant(-1);
        if (in.guarded()) {
            constant(0);
            out.aload(guard);
            call("blend", INT_VECTOR, INT_VECTOR, INT_VECTOR, MASK);
        }
        call("clear", CD_void, LONGS, CD_int, INT_VECTOR);
    }

    /** Where the guard does not hold, 0 is added. */
    private void accumulate(Instruction in) {
        out.aload(accumulator).iload(lane);
        push(in, in.x());
        if (in.guarded()) {
            constant(0);
            out.aload(guard);
            call("blend", INT_VECTOR, INT_VECTOR, INT_VECTOR, MASK);
        }
        push(in, in.y());
        call("accumulate", CD_void, LONGS, CD_int, INT_VECTOR, INT_VECTOR);
    }

    private void constant(int value) {
        out.loadConstant(value);
        call("broadcast", INT_VECTOR, CD_int);
    }

    private void push(Instruction in, int operand) {
        if (MicroCode.isScalar(operand)) {
            constant(code.scalar(operand, in));
        } else {
            out.aload(operand(operand).value);
        }
    }

    /** Leaves the result of an instruction on the stack. */
    private void compute(Instruction in, int index) {
        switch (in.operation()) {
            case MOV -> push(in, in.x());
            case ADD -> sum(in, "add");
            case SUB -> sum(in, "subtract");
            case MIN -> binary(in, "min");
            case MAX -> binary(in, "max");
            case AND -> binary(in, "and");
            case DEC -> binary(in, "decay");
            case GE -> compare(in, "greaterOrEqual");
            case GT -> compare(in, "greater");
            case LT -> compare(in, "less");
            case EQ -> compare(in, "equal");
            case SHL -> shift(in, "shiftLeft");
            case SHRF -> shift(in, "shiftFloor");
            case SHRR -> shift(in, "shiftHalfUp");
            case SHRZ -> shift(in, "shiftTowardZero");
            case SHRS -> {
                push(in, in.x());
                out.loadConstant(in.shift());
                draw(index);
                call("shiftStochastic", INT_VECTOR, INT_VECTOR, CD_int, INT_VECTOR);
            }
            case MULF -> product(in, "Floor");
            case MULR -> product(in, "HalfUp");
            case MULZ -> product(in, "TowardZero");
            case MULS -> {
                push(in, in.x());
                push(in, in.y());
                out.loadConstant(in.shift());
                draw(index);
                call("multiplyStochastic", INT_VECTOR, INT_VECTOR, INT_VECTOR, CD_int, INT_VECTOR);
            }
            case RDAF -> read(in, "readFloor");
            case RDAR -> read(in, "readHalfUp");
            case RND -> {
                draw(index);
                push(in, in.x());
                call("and", INT_VECTOR, INT_VECTOR, INT_VECTOR);
            }
            default -> throw new IllegalStateException(in.operation() + " has no vector form");
        }
    }

    private void binary(Instruction in, String method) {
        push(in, in.x());
        push(in, in.y());
        call(method, INT_VECTOR, INT_VECTOR, INT_VECTOR);
    }

    private void compare(Instruction in, String method) {
        push(in, in.x());
        push(in, in.y());
        call(method, MASK, INT_VECTOR, INT_VECTOR);
    }

    /** A sum with a constant saturates by a limit to the other operand. */
    private void sum(Instruction in, String method) {
        boolean commutes = in.operation() == Operation.ADD;
        if (MicroCode.isScalar(in.y())) {
            push(in, in.x());
            out.loadConstant(code.scalar(in.y(), in));
            call(method, INT_VECTOR, INT_VECTOR, CD_int);
        } else if (commutes && MicroCode.isScalar(in.x())) {
            push(in, in.y());
            out.loadConstant(code.scalar(in.x(), in));
            call(method, INT_VECTOR, INT_VECTOR, CD_int);
        } else {
            binary(in, method);
        }
    }

    private void shift(Instruction in, String method) {
        push(in, in.x());
        out.loadConstant(in.shift());
        call(method, INT_VECTOR, INT_VECTOR, CD_int);
    }

    private void product(Instruction in, String rounding) {
        int factor = MicroCode.isScalar(in.y()) ? in.y() : in.x();
        int other = MicroCode.isScalar(in.y()) ? in.x() : in.y();
        if (VectorWork.fraction(code, in)) {
            push(in, other);
            out.loadConstant(code.scalar(factor, in));
            out.loadConstant(in.shift());
            call("fraction" + rounding, INT_VECTOR, INT_VECTOR, CD_int, CD_int);
        } else {
            push(in, in.x());
            push(in, in.y());
            out.loadConstant(in.shift());
            call("multiply" + rounding, INT_VECTOR, INT_VECTOR, INT_VECTOR, CD_int);
        }
    }

    private void read(Instruction in, String method) {
        out.aload(accumulator).iload(lane).loadConstant(in.shift());
        call(method, INT_VECTOR, LONGS, CD_int, CD_int);
    }

    private void draw(int index) {
        out.aload(draws).loadConstant(code.ordinals()[index]).aaload();
        out.iload(lane);
        call("load", INT_VECTOR, INTS, CD_int);
    }

    private void call(String method, ClassDesc result, ClassDesc... arguments) {
        macros.expand(out, method, MethodTypeDesc.of(result, arguments));
    }
}
