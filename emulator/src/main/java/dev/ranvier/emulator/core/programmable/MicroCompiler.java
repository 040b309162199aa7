package dev.ranvier.emulator.core.programmable;

import dev.ranvier.hw.microcode.Bank;
import dev.ranvier.hw.microcode.Entry;
import dev.ranvier.hw.microcode.Instruction;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles an entry to hidden classes. An entry is cut into segments of at most 8 instructions, fewer if they are long, since the
 * JVM's compiler gives up on long loop bodies; a register or predicate crosses a cut only if a later segment reads it before writing it.
 * Where the vector module is present a segment has two loops: one over whole vectors, one over the lanes that are left.
 * Stateless.
 */
final class MicroCompiler {
    /** Most instructions of a segment. */
    static final int SEGMENT = 8;

    /**
     * Most vector operations of a segment with more than one instruction: beyond some 18,000 nodes of its graph the JVM's
     * compiler stops to inline, and every vector becomes an object.
     */
    private static final int WORK = 50;

    /** Instructions that are worth a segment of full width before one with 64-bit lanes. */
    private static final int ALONE = 4;

    /** Bit of predicate p0 in a mask of live registers and predicates. */
    static final int FIRST_PREDICATE = 16;

    /** Registers that PRE and POST hand back: weight, tag, delivered amount. */
    private static final int SYNAPSE_OUTPUTS = 1 << 0 | 1 << 4 | 1 << 10;

    private static final String PACKAGE = "dev.ranvier.emulator.core.programmable";
    private static final ClassDesc SEGMENT_TYPE = ClassDesc.of(PACKAGE, "CompiledEngine$Segment");
    static final ClassDesc LANES = ClassDesc.of(PACKAGE, "Lanes");
    static final ClassDesc TABLE = ClassDesc.of("dev.ranvier.hw.microcode", "MicroTable");

    private static final MethodTypeDesc RUN = MethodTypeDesc.of(ConstantDescs.CD_void, LANES, TABLE.arrayType());
    private static final MethodTypeDesc VECTORS = MethodTypeDesc.of(ConstantDescs.CD_int, LANES);
    private static final MethodTypeDesc LANE_BY_LANE =
            MethodTypeDesc.of(ConstantDescs.CD_void, LANES, TABLE.arrayType(), ConstantDescs.CD_int);

    private MicroCompiler() {}

    /** {@code code} as generated classes, with vectors where they win. */
    static CompiledEngine compile(MicroCode code) {
        return compile(code, MicroEngines.vectors());
    }

    /** {@code code} as generated classes, with vectors or without. */
    static CompiledEngine compile(MicroCode code, boolean vectors) {
        int[] liveAfter = liveness(code);
        List<CompiledEngine.Segment> segments = new ArrayList<>();
        int from = 0;
        for (int to : cuts(code, vectors)) {
            boolean served = vectors && VectorWork.serves(code.instructions().get(from));
            segments.add(instantiate(segment(code, from, to, liveAfter[to], served)));
            from = to;
        }
        return new CompiledEngine(code, segments.toArray(new CompiledEngine.Segment[0]), vectors);
    }

    /** Ends of the segments, ascending. */
    static int[] cuts(MicroCode code, boolean vectors) {
        List<Integer> cuts = new ArrayList<>();
        int from = 0;
        while (from < code.instructions().size()) {
            boolean served = vectors && VectorWork.serves(code.instructions().get(from));
            from = end(code, from, served, vectors);
            cuts.add(from);
        }
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Where the segment that starts at {@code from} ends. */
    private static int end(MicroCode code, int from, boolean served, boolean vectors) {
        List<Instruction> all = code.instructions();
        boolean wide = served && VectorWork.isWide(code, all.get(from));
        int work = VectorWork.work(code, all.get(from));
        int to = from + 1;
        while (to < all.size() && to < from + SEGMENT) {
            Instruction next = all.get(to);
            if ((vectors && VectorWork.serves(next)) != served) {
                break;
            }
            work += VectorWork.work(code, next);
            boolean widens = served && !wide && VectorWork.isWide(code, next);
            // Few instructions rather join one with 64-bit lanes, at half the width, than stand alone.
            if (served && (work > WORK || (widens && to - from >= ALONE))) {
                break;
            }
            wide |= widens;
            to++;
        }
        return to;
    }

    /** Registers and predicates that are read from position i on before they are written, as bit masks. */
    private static int[] liveness(MicroCode code) {
        List<Instruction> all = code.instructions();
        int[] live = new int[all.size() + 1];
        live[all.size()] = code.entry() == Entry.TICK ? 0 : SYNAPSE_OUTPUTS;
        for (int i = all.size() - 1; i >= 0; i--) {
            Instruction instruction = all.get(i);
            int written = 0;
            int read = MicroCode.registersRead(instruction);
            if (instruction.guarded()) {
                read |= 1 << FIRST_PREDICATE + instruction.guard();
            } else {
                written = MicroCode.registerWritten(instruction);
                if (instruction.operation().compares()) {
                    written |= 1 << FIRST_PREDICATE + Bank.PREDICATE.index(instruction.d());
                }
            }
            live[i] = (live[i + 1] & ~written) | read;
        }
        return live;
    }

    private static CompiledEngine.Segment instantiate(byte[] bytes) {
        try {
            return (CompiledEngine.Segment) MethodHandles.lookup()
                    .defineHiddenClass(bytes, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated class cannot be made", e);
        }
    }

    private static byte[] segment(MicroCode code, int from, int to, int liveOut, boolean vectors) {
        ClassDesc self = ClassDesc.of(PACKAGE, "Segment" + from);
        return ClassFile.of().build(self, type -> {
            type.withInterfaceSymbols(SEGMENT_TYPE);
            type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, body -> body.aload(0)
                    .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
            type.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, body -> {
                body.aload(1).aload(2);
                if (vectors) {
                    body.aload(1).invokestatic(self, "vectors", VECTORS);
                } else {
                    body.iconst_0();
                }
                body.invokestatic(self, "lanes", LANE_BY_LANE).return_();
            });
            type.withMethodBody(
                    "lanes", LANE_BY_LANE, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, body -> new SegmentWriter(
                                    body, code, from, to, liveOut)
                            .write());
            if (vectors) {
                type.withMethodBody(
                        "vectors",
                        VECTORS,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        body -> new VectorSegmentWriter(body, code, from, to, liveOut).write());
            }
        });
    }
}
