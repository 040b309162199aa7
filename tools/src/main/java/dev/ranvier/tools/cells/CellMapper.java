package dev.ranvier.tools.cells;

import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.ChipImage;
import dev.ranvier.hw.image.InputPort;
import dev.ranvier.hw.image.MemorySection;
import dev.ranvier.hw.image.OutputPort;
import dev.ranvier.tools.map.Mapping;
import dev.ranvier.tools.network.CellModel;
import dev.ranvier.tools.network.CellPhysics;
import dev.ranvier.tools.network.CellPhysics.NamedGate;
import dev.ranvier.tools.network.Input;
import dev.ranvier.tools.network.Network;
import dev.ranvier.tools.network.Population;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A network file's cells to an image for biophysical cores. Used once; not safe for several threads. */
public final class CellMapper {
    /** Length of a tick where nobody says it, s (biophysical core, section 2.2). */
    public static final double DEFAULT_TICK_SECONDS = 1e-4;

    private final Network network;
    private final CellPhysics physics;
    private final ChipSpec spec;
    private final double tickMs;
    private final List<CellKind> kinds = new ArrayList<>();
    private final Map<String, Integer> kindOf = new LinkedHashMap<>();

    private CellMapper(Network network, ChipSpec spec, double tickSeconds) {
        this.network = network;
        this.spec = spec;
        physics = network.cells().orElseThrow();
        tickMs = tickSeconds * 1e3;
    }

    /**
     * Cells on a chip.
     *
     * @param mapping the network on the chip
     * @param errors what quantisation did to the parameters, population by population
     */
    public record Result(Mapping mapping, List<RegisterError> errors) {}

    /**
     * Maps {@code network}, which must have cells.
     *
     * @param tickSeconds length of a tick, s
     * @throws DaleCheck.DaleViolation if a synapse has receptors that its source's transmitter does not open
     * @throws dev.ranvier.tools.map.Refusal if the network does not fit
     */
    public static Result map(Network network, ChipSpec spec, double tickSeconds) {
        return new CellMapper(network, spec, tickSeconds).run();
    }

    private Result run() {
        List<RegisterError> errors = new ArrayList<>();
        int[] kindOfCell = new int[network.neurons()];
        Transmitter[] ofCell = new Transmitter[kindOfCell.length];
        int cell = 0;
        for (Population population : network.populations()) {
            CellModel model = (CellModel) population.model();
            int kind = kind(model.kind());
            errors.addAll(RegisterError.of(population.name(), model, tickMs));
            for (int i = 0; i < model.size(); i++, cell++) {
                kindOfCell[cell] = kind;
                ofCell[cell] = model.transmitter()[i];
            }
        }
        SynapseList synapses = new SynapseList(network, physics);
        SpinePhysics spines = synapses.anyPlastic() ? physics.plasticity().orElse(DefaultCells.SPINES) : null;
        DoubleUnaryOperator[] gates = new DoubleUnaryOperator[3];
        List<NamedGate> named = physics.gates();
        for (int g = 0; g < named.size(); g++) {
            gates[g] = named.get(g).function();
        }
        PhysicalNetwork physical = new PhysicalNetwork(
                network.name(),
                tickMs,
                kinds,
                kindOfCell,
                ofCell,
                synapses.transmitterOfAxon(),
                physics.receptors(),
                gates,
                millivolts -> Biophysics.calciumDrive(millivolts, physics.magnesium()),
                spines,
                synapses.synapses());
        CellMapping placed = CellAssembler.assemble(CellCompiler.compile(physical), spec);
        return new Result(mapping(placed, synapses), errors);
    }

    /** Number of the profile of {@code kind}; equal kinds share one. */
    private int kind(CellKind kind) {
        String key = kind.two() + Arrays.toString(kind.capacitance()) + Arrays.toString(kind.leak())
                + Arrays.toString(kind.rest()) + kind.coupling() + " " + kind.threshold() + " " + kind.peak() + " "
                + kind.reset() + " " + kind.peakTime() + " " + kind.refractoryTime() + kind.channels();
        return kindOf.computeIfAbsent(key, k -> {
            kinds.add(kind);
            return kinds.size() - 1;
        });
    }

    // ------------------------------------------------------------------------------------------------- onto the chip

    private Mapping mapping(CellMapping placed, SynapseList synapses) {
        int perCore = spec.core().neurons();
        int[] coreOf = new int[network.neurons()];
        int[] localOf = new int[coreOf.length];
        for (int i = 0; i < coreOf.length; i++) {
            coreOf[i] = placed.coreOf(i);
            localOf[i] = placed.entryOf(i);
        }
        long[][] places = new long[network.projections().size()][];
        for (int p = 0; p < places.length; p++) {
            int first = synapses.first(p);
            places[p] = new long[synapses.first(p + 1) - first];
            for (int i = 0; i < places[p].length; i++) {
                places[p][i] = (long) placed.spineCore()[first + i] << 32 | placed.spineEntry()[first + i];
            }
        }
        ChipImage image = ChipImage.of(
                network.name(),
                spec.name(),
                spec.digest(),
                started(placed, perCore),
                inputs(placed.image().inputs().getFirst()),
                outputs(placed));
        return new Mapping(network, spec, image, coreOf, localOf, places, List.of(), usage(placed));
    }

    /** The sections, with potentials, currents and clamps at the start. */
    private List<MemorySection> started(CellMapping placed, int perCore) {
        MemorySpec memory = spec.memory("cell_state");
        List<MemorySection> sections = new ArrayList<>();
        for (MemorySection section : placed.image().sections()) {
            if (!section.memory().equals(memory.name())) {
                sections.add(section);
                continue;
            }
            int first = section.core() * perCore;
            int cells = Math.min(perCore, network.neurons() - first);
            long[] words = Arrays.copyOf(section.words(), cells * memory.entryWords());
            int cell = 0;
            for (Population population : network.populations()) {
                CellModel model = (CellModel) population.model();
                for (int i = 0; i < model.size(); i++, cell++) {
                    if (cell >= first && cell < first + cells) {
                        start(words, memory, cell - first, model, i);
                    }
                }
            }
            sections.add(new MemorySection(section.core(), section.memory(), section.address(), words));
        }
        return sections;
    }

    private void start(long[] words, MemorySpec memory, int entry, CellModel model, int i) {
        for (int c = 0; c < 2; c++) {
            String part = c == 0 ? "soma" : "dendrite";
            long current =
                    CellCompiler.current(model.current()[c][i], model.kind().capacitance()[c], tickMs);
            if (Math.abs(current) >= 1L << 39) {
                throw new RanvierException("current " + model.current()[c][i] + " pA into the " + part + " of cell " + i
                        + " does not fit its register, allowed: below "
                        + (1 << 15) * model.kind().capacitance()[c] / tickMs + " pA");
            }
            set(words, memory, entry, "v_" + part, CellCompiler.potential(model.start()[c][i]));
            set(words, memory, entry, "current_" + part, current);
            set(words, memory, entry, "clamp_" + part, model.clamp()[c][i] ? 1 : 0);
        }
    }

    private static void set(long[] words, MemorySpec memory, int entry, String name, long value) {
        FieldSpec field = memory.field(name);
        int at = entry * memory.entryWords() + field.word();
        words[at] = field.with(words[at], value);
    }

    /** The one port of all axons, cut into the inputs of the network. */
    private List<InputPort> inputs(InputPort all) {
        List<InputPort> ports = new ArrayList<>();
        int channel = 0;
        for (Input input : network.inputs()) {
            int[] offsets = new int[input.channels() + 1];
            int first = all.offsets()[channel];
            for (int k = 0; k <= input.channels(); k++) {
                offsets[k] = all.offsets()[channel + k] - first;
            }
            channel += input.channels();
            long[] targets = Arrays.copyOfRange(all.targets(), first, all.offsets()[channel]);
            ports.add(new InputPort(input.name(), InputPort.Kind.SPIKE, offsets, targets));
        }
        return ports;
    }

    private List<OutputPort> outputs(CellMapping placed) {
        List<OutputPort> ports = new ArrayList<>();
        int cell = 0;
        for (Population population : network.populations()) {
            int[] sources = Arrays.copyOfRange(placed.sources(), cell, cell + population.size());
            ports.add(new OutputPort(population.name(), population.output(), sources));
            cell += population.size();
        }
        return ports;
    }

    private List<Mapping.CoreUse> usage(CellMapping placed) {
        MemorySpec registers = spec.memory("registers");
        List<Mapping.CoreUse> usage = new ArrayList<>();
        for (MemorySection section : placed.image().sections()) {
            if (section.memory().equals(registers.name())) {
                int core = section.core();
                Map<String, Long> used = new LinkedHashMap<>();
                used.put(
                        "neurons",
                        registers
                                .field("neurons")
                                .decode(section.words()[
                                        registers.field("neurons").word()]));
                used.put(
                        "axons_in",
                        registers
                                .field("axons")
                                .decode(section.words()[registers.field("axons").word()]));
                used.put("axons_out", entries(placed, core, "axon_out"));
                used.put(
                        "synapses",
                        Arrays.stream(placed.spineCore()).filter(c -> c == core).count());
                used.put("profiles", (long) kinds.size());
                usage.add(new Mapping.CoreUse(core, used));
            }
        }
        return usage;
    }

    private long entries(CellMapping placed, int core, String memory) {
        return placed.image().sections().stream()
                .filter(section -> section.core() == core && section.memory().equals(memory))
                .mapToLong(
                        section -> section.words().length / spec.memory(memory).entryWords())
                .sum();
    }
}
