package dev.ranvier.tools.session;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.firmware.DeviceClient;
import dev.ranvier.firmware.DeviceCounters;
import dev.ranvier.firmware.LoadListener;
import dev.ranvier.firmware.Neurons;
import dev.ranvier.firmware.ResetScope;
import dev.ranvier.firmware.SpikeBatch;
import dev.ranvier.firmware.SpikeSubscription;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.image.ChipImage;

/** A board behind the device protocol, spoken to as any host would. */
public final class WireSession implements ChipSession {
    /** Words that one request asks for at most. */
    private static final int CHUNK_WORDS = 32_768;

    private final ChipSpec spec;
    private final DeviceClient client;
    private final AutoCloseable owned;
    private SpikeSubscription spikes;
    private long tick;

    /**
     * @param spec the data sheet that the host maps for
     * @param client connected, holding the lease of a device of that description
     * @param owned closed with the session, e.g. a server that was started for it
     */
    public WireSession(ChipSpec spec, DeviceClient client, AutoCloseable owned) {
        this.spec = spec;
        this.client = client;
        this.owned = owned;
        tick = client.describe().info().tick();
    }

    /** The client behind it. */
    public DeviceClient client() {
        return client;
    }

    @Override
    public ChipSpec spec() {
        return spec;
    }

    @Override
    public void load(ChipImage image) {
        tick = client.load(image).tick();
    }

    /** Loads with a listener for progress. */
    public void load(ChipImage image, LoadListener listener) {
        tick = client.load(image, listener).tick();
    }

    @Override
    public long tick() {
        return tick;
    }

    @Override
    public void advance(long ticks) {
        tick = client.step(ticks).tick();
    }

    @Override
    public void inject(long[] stamps, int[] channels, int[] values) {
        SpikeBatch.Builder batch = SpikeBatch.builder();
        for (int i = 0; i < stamps.length; i++) {
            batch.add(stamps[i], channels[i], values == null ? 1 : values[i]);
        }
        client.inject(batch.build());
    }

    @Override
    public long[] readState(String variable, int[] sources) {
        return client.readState(variable, Neurons.of(sources));
    }

    @Override
    public long[] readMemory(int core, String memory, int address, int count) {
        long[] words = new long[count];
        for (int from = 0; from < count; from += CHUNK_WORDS) {
            int part = Math.min(CHUNK_WORDS, count - from);
            System.arraycopy(client.readMemory(core, memory, address + from, part), 0, words, from, part);
        }
        return words;
    }

    @Override
    public void writeMemory(int core, String memory, int address, long[] words) {
        MemorySpec layout = spec.memory(memory);
        layout.checkRange("core " + core, address, words.length);
        for (int from = 0; from < words.length; from += CHUNK_WORDS) {
            int part = Math.min(CHUNK_WORDS, words.length - from);
            client.writeMemory(core, memory, address + from, java.util.Arrays.copyOfRange(words, from, from + part));
        }
    }

    @Override
    public void collectSpikes() {
        if (spikes == null) {
            spikes = client.subscribeSpikes(Neurons.all());
        }
    }

    @Override
    public void takeSpikes(SpikeConsumer consumer) {
        spikes.until(tick).forEach(consumer::spike);
    }

    @Override
    public void resetState() {
        // Ticks start anew with a reset, so what is collected does too.
        boolean collecting = spikes != null;
        if (collecting) {
            spikes.close();
            spikes = null;
        }
        tick = client.reset(ResetScope.STATE).tick();
        if (collecting) {
            collectSpikes();
        }
    }

    @Override
    public Counters counters() {
        DeviceCounters c = client.counters();
        return new Counters(
                c.ticks(),
                c.cycles(),
                c.nanoseconds(),
                c.spikes(),
                c.synapticEvents(),
                c.axonEvents(),
                c.neuronUpdates(),
                c.messages(),
                c.hopsEastWest(),
                c.hopsNorthSouth(),
                c.wraps(),
                c.saturations(),
                c.dropped(),
                c.hostEvents(),
                c.energyJoule(),
                c.energyModel(),
                c.fabric().map(FabricReader::counters),
                c.cores().stream()
                        .map(core -> new Counters.CoreCounters(
                                core.core(),
                                core.neurons(),
                                core.spikes(),
                                core.synapticEvents(),
                                core.axonEvents(),
                                core.neuronUpdates(),
                                core.messages(),
                                core.wraps(),
                                core.saturations(),
                                core.dropped()))
                        .toList());
    }

    @Override
    public void close() {
        client.close();
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing what belongs to a session failed", e);
        }
    }
}
