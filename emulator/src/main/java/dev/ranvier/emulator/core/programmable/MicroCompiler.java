package dev.ranvier.emulator.core.programmable;

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
 * Compiles an entry to hidden classes. An entry is cut into segments of at most 8 instructions, since the JVM's compiler
 * gives up on long loop bodies; a register crosses a cut only if a later segment reads it before writing it. Stateless.
 */
final class MicroCompiler {
    /** Most instructions of a segment. */
    static final int SEGMENT = 8;

    /** Registers that PRE and POST hand back: weight, tag, delivered amount. */
    private static final int SYNAPSE_OUTPUTS = 1 << 0 | 1 << 4 | 1 << 10;

    private static final String PACKAGE = "dev.ranvier.emulator.core.programmable";
    private static final ClassDesc SEGMENT_TYPE = ClassDesc.of(PACKAGE, "CompiledEngine$Segment");
    static final ClassDesc LANES = ClassDesc.of(PACKAGE, "Lanes");
    static final ClassDesc TABLE = ClassDesc.of("dev.ranvier.hw.microcode", "MicroTable");

    private MicroCompiler() {}

    /** {@code code} as generated classes. */
    static CompiledEngine compile(MicroCode code) {
        List<Instruction> all = code.instructions();
        int[] liveAfter = liveness(code);
        List<CompiledEngine.Segment> segments = new ArrayList<>();
        for (int from = 0; from < all.size(); from += SEGMENT) {
            int to = Math.min(all.size(), from + SEGMENT);
            segments.add(instantiate(segment(code, from, to, liveAfter[to])));
        }
        return new CompiledEngine(code, segments.toArray(new CompiledEngine.Segment[0]));
    }

    /** Registers that are read from position i on before they are written, as bit masks. */
    private static int[] liveness(MicroCode code) {
        List<Instruction> all = code.instructions();
        int[] live = new int[all.size() + 1];
        live[all.size()] = code.entry() == Entry.TICK ? 0 : SYNAPSE_OUTPUTS;
        for (int i = all.size() - 1; i >= 0; i--) {
            Instruction instruction = all.get(i);
            int written = instruction.guarded() ? 0 : MicroCode.registerWritten(instruction);
            live[i] = (live[i + 1] & ~written) | MicroCode.registersRead(instruction);
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

    private static byte[] segment(MicroCode code, int from, int to, int liveOut) {
        ClassDesc self = ClassDesc.of(PACKAGE, "Segment" + from);
        return ClassFile.of().build(self, type -> {
            type.withInterfaceSymbols(SEGMENT_TYPE);
            type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, body -> body.aload(0)
                    .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
            type.withMethodBody(
                    "run",
                    MethodTypeDesc.of(ConstantDescs.CD_void, LANES, TABLE.arrayType()),
                    ClassFile.ACC_PUBLIC,
                    body -> new SegmentWriter(body, code, from, to, liveOut).write());
        });
    }
}
