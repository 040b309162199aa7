package dev.ranvier.emulator.chip;

import dev.ranvier.emulator.core.OutputAxons;
import dev.ranvier.emulator.core.TickCore;
import dev.ranvier.emulator.fabric.Fabric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tiles the spikes of a neuron go to, where the routers copy packets: sets of tiles, registered with the network
 * once each. Worked out anew when the host has written a core's output table. Owned by its chip.
 */
final class SpikeGroups {
    /** The neuron's spikes go nowhere. */
    static final int NOWHERE = Integer.MIN_VALUE;

    private final Fabric fabric;
    private final int coresPerTile;
    private final List<int[]> registered = new ArrayList<>();
    private final Map<List<Integer>, Integer> numbers = new HashMap<>();
    private final OutputAxons[] known;
    /** Per core and neuron: a tile, ~group, or {@link #NOWHERE}. */
    private final int[][] destination;

    SpikeGroups(Fabric fabric, int cores, int coresPerTile) {
        this.fabric = fabric;
        this.coresPerTile = coresPerTile;
        known = new OutputAxons[cores];
        destination = new int[cores][];
    }

    /** Destinations of the neurons of core {@code id}: a tile, ~group, or {@link #NOWHERE}. */
    int[] of(int id, OutputAxons out, TickCore[] cores) {
        if (known[id] != out) {
            known[id] = out;
            destination[id] = new int[out.start().length - 1];
            for (int neuron = 0; neuron < destination[id].length; neuron++) {
                destination[id][neuron] = destination(out, neuron, cores);
            }
        }
        return destination[id];
    }

    /** Cores were added or replaced: the tables are looked at again. */
    void forget() {
        Arrays.fill(known, null);
    }

    private int destination(OutputAxons out, int neuron, TickCore[] cores) {
        List<Integer> tiles = Arrays.stream(out.core(), out.start()[neuron], out.start()[neuron + 1])
                .filter(to -> to >= 0 && to < cores.length && cores[to] != null)
                .map(to -> to / coresPerTile)
                .distinct()
                .sorted()
                .boxed()
                .toList();
        if (tiles.isEmpty()) {
            return NOWHERE;
        }
        return tiles.size() == 1 ? tiles.getFirst() : ~numbers.computeIfAbsent(tiles, this::register);
    }

    private int register(List<Integer> tiles) {
        int[] members = tiles.stream().mapToInt(Integer::intValue).toArray();
        registered.add(members);
        return fabric.group(members);
    }

    /** Number of tiles of a destination. */
    int size(int to) {
        return to >= 0 ? 1 : registered.get(~to).length;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(registered.size());
        for (int[] members : registered) {
            out.writeInt(members.length);
            for (int tile : members) {
                out.writeInt(tile);
            }
        }
    }

    /** Reads the sets; the network has read its own. */
    void load(DataInput in) throws IOException {
        registered.clear();
        numbers.clear();
        forget();
        int count = in.readInt();
        for (int group = 0; group < count; group++) {
            int size = in.readInt();
            if (size < 2 || size > fabric.nodes()) {
                throw new IOException("saved set " + group + " has " + size + " tiles: allowed are 2.." + fabric.nodes()
                        + "; the saved state is damaged");
            }
            int[] members = new int[size];
            for (int k = 0; k < size; k++) {
                members[k] = in.readInt();
            }
            registered.add(members);
            numbers.put(Arrays.stream(members).boxed().toList(), group);
        }
    }
}
