package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.core.CoreSet;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.fabric.direct.DirectFabric;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.emulator.trace.SpikeLog;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CrossbarCoreSpec;
import java.util.stream.IntStream;

/** The cores of a crossbar chip that goes tick by tick, and what they share. Owned by its chip. */
public final class CrossbarCores implements CoreSet {
    private final ChipSpec spec;
    private final EventLog log;
    private final CoreBlocks blocks;
    private final CrossbarCore[] cores;
    private final CrossbarCore.Shared shared;
    private final ThreadLocal<BlockStep> steps;
    private final BlockExchange exchange;

    /** @param log where warnings are recorded */
    public CrossbarCores(ChipSpec spec, EventLog log) {
        this.spec = spec;
        this.log = log;
        CrossbarCoreSpec core = (CrossbarCoreSpec) spec.core();
        blocks = new CoreBlocks(spec);
        cores = new CrossbarCore[spec.cores()];
        int[] identity = IntStream.rangeClosed(0, Math.max(core.neurons(), core.outputs()))
                .toArray();
        shared = new CrossbarCore.Shared(identity, new ParameterColumns(), log);
        steps = ThreadLocal.withInitial(() -> new BlockStep(core));
        exchange = new BlockExchange(spec, blocks, this);
    }

    @Override
    public TickCore create(int core) {
        cores[core] = new CrossbarCore(spec, core, blocks.of(core), shared);
        return cores[core];
    }

    @Override
    public void beginTick(TickCore[] all, int[] used, long tick, int part, int parts) {
        BlockStep step = steps.get();
        for (int b = part; b < blocks.count(); b += parts) {
            if (blocks.get(b) != null) {
                step.tick(blocks.get(b), tick);
            }
        }
    }

    @Override
    public boolean exchange(SpikeLog spikes, DirectFabric fabric) {
        return exchange.run(spikes, fabric);
    }

    @Override
    public void deliver(int core, int axonAndAtom, int value) {
        arrive(core, axonAndAtom & 0xFFFFF, axonAndAtom >>> 20);
    }

    /** A packet for axon {@code axon} of a core that was made, {@code ahead} ticks beyond the next. */
    void arrive(int core, int axon, int ahead) {
        CoreBlock block = blocks.existing(core);
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
