package dev.ranvier.tools.cells;

import dev.ranvier.hw.BiophysicalCoreSpec;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.AxonAddress;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.map.LimitCheck;
import dev.ranvier.tools.map.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a cell network into an image for biophysical cores: cells fill the cores in order, and every source that has
 * synapses on a core gets an axon there. Stateless.
 */
public final class CellAssembler {
    private CellAssembler() {}

    /**
     * Places {@code network} on {@code spec}.
     *
     * @throws DaleCheck.DaleViolation if a synapse contradicts the transmitter of its source
     * @throws Refusal if a capacity is exceeded
     * @throws RanvierException if a value lies outside its range
     */
    public static CellMapping assemble(CellNetwork network, ChipSpec spec) {
        if (!(spec.core() instanceof BiophysicalCoreSpec)) {
            throw new RanvierException("chip '" + spec.name() + "' has cores of kind '"
                    + spec.core().kind()
                    + "', a cell network needs kind 'biophysical' (chip ranvier, profile biophysical)");
        }
        check(network);
        int perCore = spec.core().neurons();
        int cores = Math.max(1, Math.ceilDiv(network.cells(), perCore));
        LimitCheck limits = new LimitCheck(spec);
        limits.cores(cores);
        limits.core("profiles", 0, network.profiles().size(), "share profiles between cells");
        CellCoreWriter[] writers = new CellCoreWriter[cores];
        Plan plan = new Plan(network, perCore, cores);
        for (int core = 0; core < cores; core++) {
            limits.core("axons_in", core, plan.axonCount[core], "fewer sources per core");
            limits.core("synapses", core, plan.spineCount[core], "fewer cells per core (core.neurons)");
            limits.core("axons_out", core, plan.outCount[core], "fewer cells per core (core.neurons)");
        }
        limits.refuse();
        for (int core = 0; core < cores; core++) {
            int first = core * perCore;
            int count = Math.min(perCore, network.cells() - first);
            writers[core] = new CellCoreWriter(spec, core, network, first, count, plan.axonCount[core]);
        }
        int[] sources = new int[network.cells()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = i;
        }
        plan.write(writers);
        List<MemorySection> sections = new ArrayList<>();
        for (CellCoreWriter writer : writers) {
            writer.sections(sections);
        }
        ChipImage image = ChipImage.of(
                network.name(),
                spec.name(),
                spec.digest(),
                sections,
                List.of(plan.port()),
                List.of(new OutputPort(CellMapping.CELLS, true, sources)));
        return new CellMapping(network, spec, image, sources, plan.spineCore, plan.spineEntry);
    }

    private static void check(CellNetwork network) {
        CellSynapses synapses = network.synapses();
        Transmitter[] declared = synapses.declared() == null ? new Transmitter[synapses.count()] : synapses.declared();
        DaleCheck.check(synapses.source(), declared, network.transmitterOfAxon(), network.transmitterOfCell());
        for (int s = 0; s < synapses.count(); s++) {
            range(synapses.post()[s], 0, network.cells() - 1, s, "post", "a cell of the network");
            range(synapses.delay()[s], 1, BiophysicalCoreSpec.DELAY_SLOTS - 1, s, "delay", "ticks");
            range(synapses.receptors0()[s], 0, 255, s, "w0", "receptors");
            range(synapses.receptors1()[s], 0, 255, s, "w1", "receptors");
        }
        for (int i = 0; i < network.cells(); i++) {
            if (network.profileOfCell()[i] < 0
                    || network.profileOfCell()[i] >= network.profiles().size()) {
                throw new RanvierException("cell " + i + " has profile " + network.profileOfCell()[i] + ", allowed: 0.."
                        + (network.profiles().size() - 1));
            }
        }
    }

    private static void range(int value, int min, int max, int synapse, String name, String what) {
        if (value < min || value > max) {
            throw new RanvierException("synapse " + synapse + " has " + name + " " + value + ", allowed: " + min + ".."
                    + max + " (" + what + ")");
        }
    }

    /** Which axons and spines lie on which core. */
    private static final class Plan {
        private final CellNetwork network;
        private final int perCore;
        private final int sourceCount;
        /** Synapses sorted by source, in the order of the network within a source. */
        private final Integer[] order;

        final int[] axonCount;
        final int[] spineCount;
        final int[] outCount;
        final int[] spineCore;
        final int[] spineEntry;
        /** Axon of source s on core c at s · cores + c, or -1. */
        private final int[] axonOf;

        private final int cores;

        Plan(CellNetwork network, int perCore, int cores) {
            this.network = network;
            this.perCore = perCore;
            this.cores = cores;
            CellSynapses synapses = network.synapses();
            sourceCount = network.axons() + network.cells();
            order = new Integer[synapses.count()];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, java.util.Comparator.comparingInt(s -> synapses.source()[s]));
            axonCount = new int[cores];
            spineCount = new int[cores];
            outCount = new int[cores];
            spineCore = new int[synapses.count()];
            spineEntry = new int[synapses.count()];
            axonOf = new int[Math.multiplyExact(sourceCount, cores)];
            Arrays.fill(axonOf, -1);
            for (int s : order) {
                int core = synapses.post()[s] / perCore;
                int at = synapses.source()[s] * cores + core;
                if (axonOf[at] < 0) {
                    axonOf[at] = axonCount[core]++;
                    if (synapses.source()[s] >= network.axons()) {
                        outCount[(synapses.source()[s] - network.axons()) / perCore]++;
                    }
                }
                spineCore[s] = core;
                spineEntry[s] = spineCount[core]++;
            }
        }

        void write(CellCoreWriter[] writers) {
            CellSynapses synapses = network.synapses();
            for (int s : order) {
                int source = synapses.source()[s];
                int core = spineCore[s];
                Transmitter transmitter = source < network.axons()
                        ? network.transmitterOfAxon()[source]
                        : network.transmitterOfCell()[source - network.axons()];
                writers[core].spine(
                        axonOf[source * cores + core], transmitter, spineEntry[s], synapses, s, core * perCore);
            }
            for (int cell = 0; cell < network.cells(); cell++) {
                for (int core = 0; core < cores; core++) {
                    int axon = axonOf[(network.axons() + cell) * cores + core];
                    if (axon >= 0) {
                        writers[cell / perCore].out(cell % perCore, core, axon);
                    }
                }
            }
        }

        InputPort port() {
            int[] offsets = new int[network.axons() + 1];
            long[] targets = new long[network.axons() * cores];
            int used = 0;
            for (int source = 0; source < network.axons(); source++) {
                for (int core = 0; core < cores; core++) {
                    if (axonOf[source * cores + core] >= 0) {
                        targets[used++] = AxonAddress.spike(core, axonOf[source * cores + core], 0);
                    }
                }
                offsets[source + 1] = used;
            }
            return new InputPort(CellMapping.AXONS, InputPort.Kind.SPIKE, offsets, Arrays.copyOf(targets, used));
        }
    }
}
