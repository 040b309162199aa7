package dev.ranvier.tools.trace;

import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.chip.TickChip;
import dev.ranvier.emulator.fabric.Fabric;
import dev.ranvier.emulator.fabric.link.BoardNetwork;
import dev.ranvier.emulator.trace.TickListener;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;

/** A chip with cycle timing as the source of activity. Stateless but for whom it tells. */
public final class ChipActivity implements TickListener {
    private final ActivityListener to;

    private ChipActivity(ActivityListener to) {
        this.to = to;
    }

    private static TickChip traceable(Chip chip) {
        if (chip instanceof TickChip ticking) {
            return ticking;
        }
        throw new RanvierException(
                "chip '" + chip.spec().name() + "' cannot be traced: traces are made of chips that are"
                        + " emulated tick by tick, e.g. loihi, ranc-sim, truenorth, ranvier");
    }

    /** The shape of traces of {@code chip}, which must have cycle timing. */
    public static TraceShape shape(Chip chip, String title) {
        ChipSpec spec = chip.spec();
        Fabric routers = traceable(chip).routers();
        return FabricActivity.shape(
                title,
                spec.grid().chips(),
                spec.grid().columns(),
                spec.grid().rows(),
                spec.grid().coresPerTile(),
                spec.fabric().bufferDepth(),
                spec.clock().nanosecondsPerCycle(),
                routers instanceof BoardNetwork board ? board.chip(0) : routers);
    }

    /** Lets a listener hear of {@code chip}, which must have cycle timing, from now on. */
    public static void listen(Chip chip, ActivityListener to) {
        TickChip ticking = traceable(chip);
        ticking.listen(new ChipActivity(to));
        if (ticking.routers() instanceof BoardNetwork board) {
            for (int k = 0; k < chip.spec().grid().chips(); k++) {
                FabricActivity.listen(board.chip(k), k * chip.spec().grid().tilesPerChip(), to);
            }
        } else {
            FabricActivity.listen(ticking.routers(), 0, to);
        }
    }

    @Override
    public void tickBegins(long tick, long cycle) {
        to.tickStarted(tick, cycle);
    }

    @Override
    public void works(int core, Work work, long from, long end) {
        Phase phase =
                switch (work) {
                    case INPUT -> Phase.INPUT;
                    case SYNAPSES -> Phase.AXONS;
                    case NEURONS -> Phase.NEURONS;
                };
        to.busy(core, phase, from, end);
    }

    @Override
    public void fires(int core, int neuron, long cycle) {
        to.spiked(core, neuron, cycle);
    }

    @Override
    public void tickEnds(long tick, long cycle) {
        to.tickEnded(tick, cycle);
    }
}
