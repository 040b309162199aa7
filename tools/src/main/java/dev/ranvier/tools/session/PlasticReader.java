package dev.ranvier.tools.session;

import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.tools.map.Mapping;
import java.util.List;

/** Reads what synapses have learned out of the host-visible memories. Not safe for several threads. */
public final class PlasticReader {
    private final ChipSession session;
    private final Mapping mapping;
    private final int projection;
    private final MemorySpec synapses;

    /** Reads the synapses of {@code projection}, which must learn. */
    public PlasticReader(ChipSession session, Mapping mapping, String projection) {
        this.session = session;
        this.mapping = mapping;
        this.projection =
                mapping.network().projections().indexOf(mapping.network().projection(projection));
        synapses = mapping.spec()
                .memory(
                        switch (mapping.network().kind()) {
                            case COMPARTMENTS -> "plastic_synapse";
                            case CELLS -> "spine";
                            case PROGRAMS -> "synapse";
                        });
    }

    /** Refuses a {@code field} that the synapses of this chip do not have. */
    public void require(String field) {
        synapses.field(field);
    }

    /** Field {@code field} of every synapse, in the order of the network's list. */
    public long[] synapses(String field) {
        long[] places = mapping.plasticPlace()[projection];
        FieldSpec layout = synapses.field(field);
        long[] values = new long[places.length];
        // Read core by core: entries of a projection on a core lie together.
        int from = 0;
        long[] words = null;
        int first = 0;
        int core = -1;
        for (int i = 0; i < places.length; i++) {
            int entry = (int) places[i];
            if (core != (int) (places[i] >>> 32)) {
                core = (int) (places[i] >>> 32);
                first = Integer.MAX_VALUE;
                int last = 0;
                for (long place : places) {
                    if ((int) (place >>> 32) == core) {
                        first = Math.min(first, (int) place);
                        last = Math.max(last, (int) place);
                    }
                }
                words = session.readMemory(
                        core,
                        synapses.name(),
                        first * synapses.entryWords(),
                        (last - first + 1) * synapses.entryWords());
            }
            from = (entry - first) * synapses.entryWords();
            values[i] = layout.decode(words[from + layout.word()]);
        }
        return values;
    }

    /** Trace {@code field} of the projection's sources, in their order; each source has one axon. */
    public long[] preTraces(String field, int sources) {
        List<Mapping.AxonPlace> places = mapping.axonPlaces().get(projection);
        FieldSpec layout = mapping.spec().memory("pre_trace").field(field);
        long[] values = new long[sources];
        int most = places.stream().mapToInt(Mapping.AxonPlace::axon).max().orElse(0);
        int core = places.isEmpty() ? 0 : places.getFirst().core();
        long[] words = session.readMemory(core, "pre_trace", 0, most + 1);
        for (Mapping.AxonPlace place : places) {
            if (place.core() != core) {
                core = place.core();
                words = session.readMemory(core, "pre_trace", 0, most + 1);
            }
            values[place.source()] = layout.decode(words[place.axon()]);
        }
        return values;
    }
}
