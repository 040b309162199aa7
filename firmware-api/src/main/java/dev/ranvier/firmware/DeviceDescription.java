package dev.ranvier.firmware;

import dev.ranvier.hw.CostTable;
import dev.ranvier.hw.GridSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.MemorySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data sheet of a device, as it says itself: what a host tool needs to map and encode without limits of its own.
 *
 * @param info the device at a glance
 * @param title one line for people
 * @param family core family
 * @param revision revision of the chip description
 * @param profile semantics profile; empty where the family has only one
 * @param identity what the emulation is proven against, one line
 * @param overrides values that differ from the preset, {@code key=value}
 * @param grid tiles, cores, chips
 * @param neuronsPerCore neurons per core: source number = core · this + neuron
 * @param firstTick number of the first tick
 * @param hostLatency an input event stamped t acts in tick t + this
 * @param nanosecondsPerCycle length of a clock cycle, ns
 * @param timePolicy what ends a tick: {@code barrier}, {@code fixed}, {@code event}
 * @param limits countable limits of a core, in data-sheet order
 * @param parameters parameters of the semantics profile, e.g. field ranges, as text
 * @param memories the host-visible memories of a core, with bit fields
 * @param stateVariables names that {@link DeviceClient#readState} knows
 * @param costs cycles and energy per operation (its barrier table stays on the device)
 * @param network network name of the loaded image; empty = none
 * @param inputs input ports of the loaded image in channel order
 * @param outputs populations and output ports of the loaded image
 * @param cycle clock cycles since the image was loaded
 */
public record DeviceDescription(
        DeviceInfo info,
        String title,
        String family,
        String revision,
        String profile,
        String identity,
        List<String> overrides,
        GridSpec grid,
        int neuronsPerCore,
        long firstTick,
        int hostLatency,
        double nanosecondsPerCycle,
        String timePolicy,
        List<Limit> limits,
        Map<String, String> parameters,
        List<MemorySpec> memories,
        List<String> stateVariables,
        CostTable costs,
        String network,
        List<Port> inputs,
        List<Port> outputs,
        long cycle) {
    /** Copies its collections. */
    public DeviceDescription {
        overrides = List.copyOf(overrides);
        limits = List.copyOf(limits);
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        memories = List.copyOf(memories);
        stateVariables = List.copyOf(stateVariables);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A port of the loaded image.
     *
     * @param name name in the network
     * @param size channels or neurons
     * @param kind {@code spike}, {@code error}; {@code output}, {@code population}
     * @param firstChannel number of its first channel, for input ports
     */
    public record Port(String name, int size, String kind, int firstChannel) {}

    /** The memory called {@code name}; NOT_FOUND, listing the memories, if there is none. */
    public MemorySpec memory(String name) {
        return memories.stream()
                .filter(memory -> memory.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DeviceException(
                        ErrorCode.NOT_FOUND,
                        "memory '" + name + "' does not exist on " + info.name() + "; its memories: "
                                + String.join(
                                        ", ",
                                        memories.stream().map(MemorySpec::name).toList())));
    }
}
