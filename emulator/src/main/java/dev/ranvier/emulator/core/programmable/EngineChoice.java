package dev.ranvier.emulator.core.programmable;

import java.util.IdentityHashMap;

/**
 * Which engine runs an entry: the vector engine at first; an entry that has run often enough is compiled. Results do not
 * depend on it. Owned by its core.
 */
final class EngineChoice {
    /** How an entry is run. */
    enum Mode {
        /** One unit at a time. */
        SCALAR,
        /** One instruction at a time over a block. */
        VECTOR,
        /** Generated code from the first block on. */
        COMPILED,
        /** The vector engine first, generated code for what runs often. */
        ADAPTIVE
    }

    /** Blocks after which compiling pays: the JVM needs some thousand calls to make generated code fast. */
    private static final int WARM = 512;

    private final Mode mode;
    private final MicroEngine scalar = new ScalarEngine();
    private final MicroEngine vector = new VectorEngine();
    private final IdentityHashMap<MicroCode, Use> uses = new IdentityHashMap<>();

    private static final class Use {
        private int blocks;
        private MicroEngine compiled;
    }

    EngineChoice() {
        this(Mode.ADAPTIVE);
    }

    EngineChoice(Mode mode) {
        this.mode = mode;
    }

    void run(MicroCode code, Lanes lanes) {
        switch (mode) {
            case SCALAR -> scalar.run(code, lanes);
            case VECTOR -> vector.run(code, lanes);
            case COMPILED -> compiled(code, 0).run(code, lanes);
            case ADAPTIVE -> {
                MicroEngine engine = compiled(code, WARM);
                (engine == null ? vector : engine).run(code, lanes);
            }
        }
    }

    private MicroEngine compiled(MicroCode code, int after) {
        Use use = uses.get(code);
        if (use == null) {
            use = new Use();
            uses.put(code, use);
        }
        if (use.compiled == null && use.blocks++ >= after) {
            use.compiled = MicroCompiler.compile(code);
        }
        return use.compiled;
    }
}
