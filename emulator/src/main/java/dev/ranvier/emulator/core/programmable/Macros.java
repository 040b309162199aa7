package dev.ranvier.emulator.core.programmable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;

/**
 * The static methods of a class of vector arithmetic as macros: their code is copied into generated code instead of being
 * called. The JVM's compiler would compile a method that small on its own long before the loop that calls it, find the
 * result too big to be inlined, and make an object of every vector that is handed over. Immutable.
 */
final class Macros {
    private final ClassDesc owner;
    private final Map<String, MethodModel> methods = new HashMap<>();

    /** The macros of {@code type}. */
    Macros(Class<?> type) {
        owner = ClassDesc.of(type.getName());
        ClassModel model = ClassFile.of(
                        ClassFile.DebugElementsOption.DROP_DEBUG, ClassFile.LineNumbersOption.DROP_LINE_NUMBERS)
                .parse(bytes(type));
        for (MethodModel method : model.methods()) {
            methods.put(key(method.methodName().stringValue(), method.methodTypeSymbol()), method);
        }
    }

    private static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String name, MethodTypeDesc type) {
        return name + type.descriptorString();
    }

    /** Copies method {@code name} to where {@code out} stands; its arguments are on the stack, its result will be. */
    void expand(CodeBuilder out, String name, MethodTypeDesc type) {
        MethodModel method = methods.get(key(name, type));
        if (method == null) {
            throw new IllegalStateException(owner.displayName() + " has no method " + key(name, type));
        }
        Map<Integer, Integer> slots = new HashMap<>();
        int[] at = new int[type.parameterCount()];
        for (int k = 0, slot = 0; k < at.length; k++) {
            TypeKind kind = TypeKind.from(type.parameterType(k));
            at[k] = slot(out, slots, slot, kind);
            slot += kind.slotSize();
        }
        for (int k = at.length - 1; k >= 0; k--) {
            out.storeLocal(TypeKind.from(type.parameterType(k)), at[k]);
        }
        Map<Label, Label> labels = new HashMap<>();
        Label end = out.newLabel();
        for (CodeElement element : method.code().orElseThrow()) {
            copy(out, element, slots, labels, end);
        }
        out.labelBinding(end);
    }

    /** Local variables and labels get new numbers, a return becomes a jump to the end, calls of macros are expanded. */
    private void copy(
            CodeBuilder out, CodeElement element, Map<Integer, Integer> slots, Map<Label, Label> labels, Label end) {
        switch (element) {
            case LoadInstruction load -> out.loadLocal(load.typeKind(), slot(out, slots, load.slot(), load.typeKind()));
            case StoreInstruction store ->
                out.storeLocal(store.typeKind(), slot(out, slots, store.slot(), store.typeKind()));
            case BranchInstruction branch ->
                out.branch(branch.opcode(), labels.computeIfAbsent(branch.target(), label -> out.newLabel()));
            case LabelTarget target ->
                out.labelBinding(labels.computeIfAbsent(target.label(), label -> out.newLabel()));
            case ReturnInstruction result -> out.goto_(end);
            case InvokeInstruction call -> {
                if (call.opcode() == Opcode.INVOKESTATIC
                        && call.owner().asSymbol().equals(owner)) {
                    expand(out, call.name().stringValue(), call.typeSymbol());
                } else {
                    out.with(call);
                }
            }
            case Instruction other -> out.with(other);
            default -> {}
        }
    }

    private static int slot(CodeBuilder out, Map<Integer, Integer> slots, int slot, TypeKind kind) {
        int key = slot * TypeKind.values().length + kind.asLoadable().ordinal();
        return slots.computeIfAbsent(key, k -> out.allocateLocal(kind.asLoadable()));
    }
}
