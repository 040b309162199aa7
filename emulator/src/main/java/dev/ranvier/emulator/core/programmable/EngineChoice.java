package dev.ranvier.emulator.core.programmable;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

/**
 * Which engine runs an entry: the vector engine with plain loops at first; for an entry that runs often, what has won its
 * trial: generated code, or the vector engine with vectors. Results do not depend on it. Owned by its core.
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
        /** The vector engine with plain loops first, then what has won its trial. */
        ADAPTIVE
    }

    /** Blocks after which a trial pays. */
    private static final int WARM = 512;

    private final Mode mode;
    private final EngineStore store;
    private final MicroEngine scalar = new ScalarEngine();
    private final VectorEngine vector;
    private final IdentityHashMap<MicroCode, Use> uses = new IdentityHashMap<>();

    private static final class Use {
        private int blocks;
        private Trial trial;
        private MicroEngine generated;
    }

    /** @param store generated code that cores share */
    EngineChoice(Mode mode, EngineStore store) {
        this.mode = mode;
        this.store = store;
        // Vectors are objects until the JVM's compiler has seen them often: they have to win a trial first.
        vector = new VectorEngine(mode == Mode.ADAPTIVE ? new PlainLoops() : MicroEngines.loops());
    }

    void run(MicroCode code, Lanes lanes) {
        switch (mode) {
            case SCALAR -> scalar.run(code, lanes);
            case VECTOR -> vector.run(code, lanes);
            case COMPILED -> {
                Use use = use(code);
                if (use.generated == null) {
                    use.generated = MicroCompiler.compile(code);
                }
                use.generated.run(code, lanes);
            }
            case ADAPTIVE -> adaptive(use(code), code, lanes).run(code, lanes);
        }
    }

    private Use use(MicroCode code) {
        Use use = uses.get(code);
        if (use == null) {
            use = new Use();
            uses.put(code, use);
        }
        return use;
    }

    private MicroEngine adaptive(Use use, MicroCode code, Lanes lanes) {
        if (use.generated != null) {
            return use.generated;
        }
        if (use.trial != null) {
            Supplier<MicroEngine> winner = use.trial.winner();
            if (winner != null && use.trial.decided()) {
                use.generated = winner.get();
            }
        } else if (++use.blocks > WARM) {
            use.trial = store.trial(code, Math.max(1, lanes.count));
        }
        return vector;
    }

    /** Forgets code that the core no longer has. */
    void forget() {
        uses.clear();
        vector.forget();
    }
}
