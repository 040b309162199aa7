package dev.ranvier.tools.run;

import dev.ranvier.emulator.cost.Counters;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.Chips;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.MemorySpec;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.crossbar.CrossbarAssembler;
import dev.ranvier.tools.crossbar.CrossbarImage;
import dev.ranvier.tools.crossbar.CrossbarNetwork;
import dev.ranvier.tools.crossbar.RancFiles;
import dev.ranvier.tools.crossbar.RancNetwork;
import dev.ranvier.tools.session.ChipSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A run of RANC's own files, its configuration and its input with network and packets. Immutable. */
public final class RancRun {
    /** Ticks between two reports of progress. */
    private static final int CHUNK_TICKS = 64;

    /** Most ticks of a run. */
    private static final long MOST_TICKS = 1L << 31;

    private final RancNetwork ranc;
    private final ChipSpec spec;
    private final CrossbarImage image;
    private final List<CrossbarNetwork.Packet> packets;
    private final long ticks;

    /**
     * What a user asks for.
     *
     * @param input RANC's input file
     * @param config RANC's configuration
     * @param chip preset or chip file
     * @param overrides values of the chip to change, after those of the configuration
     * @param steps ticks to run; null: until the last packet has come and gone
     */
    public record Settings(Path input, Path config, String chip, List<String> overrides, Long steps) {}

    /**
     * What a run gives.
     *
     * @param image the network on the chip
     * @param ticks ticks that were run
     * @param outputs number of outputs of the bus
     * @param rows ones of the output file, {row, output}, rows 1 .. ticks: the simulator's row t holds what arrived since
     *     row t - 1, the hardware's what left in tick t
     * @param warnings how often each of the simulator's warnings occurred; empty for the hardware
     * @param counters what the chip did
     * @param wallSeconds wall time
     */
    public record Result(
            CrossbarImage image,
            long ticks,
            int outputs,
            List<int[]> rows,
            Map<String, Long> warnings,
            Counters counters,
            double wallSeconds) {
        /** Spikes by output. */
        public int[] spikesPerOutput() {
            int[] counts = new int[outputs];
            rows.forEach(row -> counts[row[1]]++);
            return counts;
        }
    }

    private RancRun(RancNetwork ranc, ChipSpec spec, CrossbarImage image, long ticks) {
        this.ranc = ranc;
        this.spec = spec;
        this.image = image;
        this.ticks = ticks;
        // RANC ignores slots beyond the number of ticks.
        packets = ranc.packets().stream().filter(p -> p.slot() < ticks).toList();
    }

    /**
     * Reads the files and makes the image.
     *
     * @throws RanvierException if a file is wrong or the network does not fit the chip, with the place
     */
    public static RancRun prepare(Settings settings) {
        RancNetwork ranc = RancFiles.read(settings.config(), settings.input());
        List<String> overrides = new ArrayList<>(ranc.overrides());
        overrides.addAll(settings.overrides());
        ChipSpec spec = Chips.load(settings.chip(), overrides);
        CrossbarImage image = CrossbarAssembler.assemble(ranc.network(), ranc.packets(), spec);
        long last = ranc.packets().stream()
                .mapToLong(CrossbarNetwork.Packet::slot)
                .max()
                .orElse(0);
        int rows = RancFiles.settings(settings.config()).schedulerRows();
        long ticks = settings.steps() != null ? settings.steps() : last + 1 + rows;
        if (ticks < 1 || ticks > MOST_TICKS) {
            throw new RanvierException("--steps is " + ticks + ", allowed: 1.." + MOST_TICKS);
        }
        return new RancRun(ranc, spec, image, ticks);
    }

    /** The chip, with what the configuration changes of it. */
    public ChipSpec spec() {
        return spec;
    }

    /** Runs the network on a board from {@code opener}. */
    public Result run(Function<ChipSpec, ? extends ChipSession> opener, FileRun.Listener listener) {
        int outputs = ranc.network().bus().map(CrossbarNetwork.Bus::outputs).orElseThrow();
        int firstOutput = spec.cores() * spec.core().neurons();
        List<int[]> rows = new ArrayList<>();
        try (ChipSession session = opener.apply(spec)) {
            session.load(image.image());
            session.collectSpikes();
            CrossbarImage.Stimulus stimulus = image.stimulus(packets);
            if (stimulus.stamps().length > 0) {
                session.inject(stimulus.stamps(), stimulus.channels(), null);
            }
            long start = System.nanoTime();
            for (long done = 0; done < ticks; ) {
                long chunk = Math.min(CHUNK_TICKS, ticks - done);
                session.advance(chunk);
                done += chunk;
                session.takeSpikes((tick, source, value) -> {
                    if (source >= firstOutput) {
                        rows.add(new int[] {(int) tick, source - firstOutput});
                    }
                });
                listener.progress(done, ticks);
            }
            double wallSeconds = (System.nanoTime() - start) * 1e-9;
            return new Result(image, ticks, outputs, rows, warnings(session), session.counters(), wallSeconds);
        }
    }

    private static Map<String, Long> warnings(ChipSession session) {
        List<String> kinds = List.of("delay_too_long", "merged_on_axon", "merged_on_output");
        Map<String, Long> counts = new LinkedHashMap<>();
        if (((CrossbarCoreSpec) session.spec().core()).semantics() != CrossbarCoreSpec.Semantics.RANC_SIM) {
            // The hardware merges and loses in silence.
            return counts;
        }
        kinds.forEach(kind -> counts.put(kind, 0L));
        MemorySpec layout = session.spec().memory("events");
        long[] control = session.readMemory(0, "event_control", 0, 3);
        int recorded = (int) control[1];
        long[] words = recorded == 0 ? new long[0] : session.readMemory(0, "events", 0, recorded * layout.entryWords());
        for (int i = 0; i < recorded; i++) {
            int kind = (int) layout.field("kind").decode(words[i * layout.entryWords()]);
            if (kind < kinds.size()) {
                counts.merge(kinds.get(kind), 1L, Long::sum);
            }
        }
        counts.put("not_recorded", control[2]);
        return counts;
    }
}
