package dev.ranvier.tools.conform;

import dev.ranvier.tools.session.ChipSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spikes of a run, numbered as the case numbers its neurons. Not safe for several threads. */
final class SpikeTrain {
    record Spike(long tick, int neuron, int value) {}

    private final Map<Integer, Integer> neuronOf = new HashMap<>();
    private final List<Spike> spikes = new ArrayList<>();

    /** @param sources source number on the chip per neuron of the case */
    SpikeTrain(int[] sources) {
        for (int i = 0; i < sources.length; i++) {
            neuronOf.put(sources[i], i);
        }
    }

    /** Takes the spikes that the session has collected; those of other neurons are left out. */
    void take(ChipSession session) {
        session.takeSpikes((tick, source, value) -> {
            Integer neuron = neuronOf.get(source);
            if (neuron != null) {
                spikes.add(new Spike(tick, neuron, value));
            }
        });
    }

    List<Spike> spikes() {
        spikes.sort(Comparator.comparingLong(Spike::tick).thenComparingInt(Spike::neuron));
        return spikes;
    }

    /** Compares with a table of tick and neuron, sorted. */
    void check(Csv csv) {
        List<Spike> got = spikes();
        int neuron = csv.has("neuron") ? csv.column("neuron") : csv.column("line");
        for (int i = 0; i < Math.max(got.size(), csv.size()); i++) {
            String expected = i < csv.size()
                    ? "spike of " + csv.whole(i, neuron) + " in tick " + csv.whole(i, 0)
                    : "no more spikes";
            String actual = i < got.size()
                    ? "spike of " + got.get(i).neuron() + " in tick "
                            + got.get(i).tick()
                    : "no more spikes";
            if (!expected.equals(actual)) {
                long tick = i < csv.size() ? csv.whole(i, 0) : got.get(i).tick();
                throw new Difference("tick " + tick + " " + csv.file() + " row " + (i + 2), expected, actual);
            }
        }
    }
}
