package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.ChipSpec;
import java.util.stream.IntStream;

/** The cores of a crossbar chip that goes tick by tick, and what they share. Owned by its chip. */
public final class CrossbarCores implements CoreSet {
    private final ChipSpec spec;
    private final EventLog log;
    private final CoreBlocks blocks;
    private final CrossbarCore[] cores;
    private final CrossbarCore.Shared shared;

    /** @param log where warnings are recorded */
    public CrossbarCores(ChipSpec spec, EventLog log) {
        this.spec = spec;
        this.log = log;
        blocks = new CoreBlocks(spec);
        cores = new CrossbarCore[spec.cores()];
        int[] identity = IntStream.rangeClosed(
                        0, Math.max(spec.core().neurons(), spec.core().outputs()))
                .toArray();
        shared = new CrossbarCore.Shared(
                identity, new ParameterColumns(), log, ThreadLocal.withInitial(() -> new CrossbarCore.Scratch(spec)));
    }

    @Override
    public TickCore create(int core) {
        cores[core] = new CrossbarCore(spec, core, blocks.of(core), shared);
        return cores[core];
    }

    @Override
    public void deliver(int core, int axonAndAtom, int value) {
        CoreBlock block = blocks.existing(core);
        int axon = axonAndAtom & 0xFFFFF;
        int ahead = axonAndAtom >>> 20;
        if ((block.buses >>> core & 1) != 0) {
            cores[core].deliverToBus(axon);
            return;
        }
        int index = core % CoreBlock.CORES;
        switch (block.add(index, axon, ahead)) {
            case NEW, NOWHERE -> {
                // The block counts what it drops.
            }
            case DUPLICATE -> log.add(CrossbarEvents.DUPLICATE, core, block.row(index, ahead));
            case CURRENT_ROW -> log.add(CrossbarEvents.CURRENT_WORD, core, block.pointer[index]);
        }
    }
}
