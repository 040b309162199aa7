package dev.ranvier.hw;

import java.util.List;
import java.util.Map;

/**
 * What a chip is: an immutable data sheet that client, emulator, mapper and documentation all read.
 *
 * @param name preset name, e.g. {@code loihi}
 * @param title one line for people
 * @param family core family, e.g. {@code compartment}
 * @param revision revision of this description
 * @param exactness what the emulation is proven against
 * @param clock frequency and tick policy
 * @param grid tiles, cores and chips
 * @param fabric how packets travel
 * @param core the core family's parameters; the profile in use is part of it
 * @param memories the host-visible memory map of a core, for the profile in use
 * @param costs cycles and energy per operation
 * @param overrides values that differ from the preset, as {@code key=value}
 * @param digest SHA-256 (hex) over the effective description
 */
public record ChipSpec(
        String name,
        String title,
        String family,
        String revision,
        Exactness exactness,
        ClockSpec clock,
        GridSpec grid,
        FabricSpec fabric,
        CoreSpec core,
        List<MemorySpec> memories,
        CostTable costs,
        List<String> overrides,
        String digest) {

    /** Copies its lists. */
    public ChipSpec {
        memories = List.copyOf(memories);
        overrides = List.copyOf(overrides);
    }

    /** Number of cores of the whole board. */
    public int cores() {
        return grid.cores();
    }

    /**
     * Number of source numbers, as spike records name them: neuron n of core c is c · neurons per core + n; output lines
     * of the chip follow the neurons of all cores.
     */
    public long sources() {
        return (long) cores() * core.neurons() + core.outputs();
    }

    /** How the chip counts time towards its host, and when events act. */
    public TickRules tickRules() {
        return core.tickRules(clock.policy());
    }

    /** The memory called {@code memoryName}; an error that lists the memories if there is none. */
    public MemorySpec memory(String memoryName) {
        return memories.stream()
                .filter(memory -> memory.name().equals(memoryName))
                .findFirst()
                .orElseThrow(() -> new RanvierException("memory '" + memoryName + "' does not exist on chip '" + name
                        + "'; its memories: "
                        + String.join(
                                ", ", memories.stream().map(MemorySpec::name).toList())));
    }

    /**
     * The identity line that every run prints first: name, profile, and whether the proof still holds under the
     * overrides (overrides of capacities alone keep it).
     */
    public String identity() {
        List<String> breaking = overrides.stream()
                .filter(o -> !core.isCapacity(o.substring(0, o.indexOf('='))))
                .toList();
        String profile = core.profileName().isEmpty() ? "" : ", profile " + core.profileName();
        if (!breaking.isEmpty()) {
            return name + profile + " (modified: " + String.join(", ", breaking) + "): not proven";
        }
        String raised = overrides.isEmpty() ? "" : " (capacities: " + String.join(", ", overrides) + ")";
        return name + profile + raised + ": " + exactness.sentence();
    }

    /** The countable limits of a core by name, in the order of the data sheet. */
    public Map<String, Limit> limits() {
        return core.limits();
    }

    /** Tile, and core within the tile, of chip and core number {@code core}: {@code (x,y).k}. */
    public String place(int coreId) {
        int tile = coreId / grid.coresPerTile();
        int tilesPerChip = grid.columns() * grid.rows();
        int chip = tile / tilesPerChip;
        int local = tile % tilesPerChip;
        String where =
                "(" + local % grid.columns() + "," + local / grid.columns() + ")." + coreId % grid.coresPerTile();
        return grid.chips() == 1 ? where : "chip " + chip + " " + where;
    }
}
