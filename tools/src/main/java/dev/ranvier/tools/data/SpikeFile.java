package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads spikes from a file of any known kind, told by its name: {@code .csv}, {@code .csv.gz}, {@code .npy},
 * {@code .npz}, N-MNIST {@code .bin} and {@code .bs2}. {@code archive.zip!name} and {@code arrays.npz!name} pick one of
 * several.
 */
public final class SpikeFile {

    /** A frame of the NIR paper's N-MNIST network: 1 ms. */
    public static final int DEFAULT_MICROSECONDS_PER_TICK = 1000;

    private SpikeFile() {}

    /**
     * Reads spikes.
     *
     * @param location path, with {@code !name} for a part of an archive
     * @param channels number of channels that the input has, or empty for as many as the data
     * @param microsecondsPerTick bin of event recordings, microseconds
     * @throws RanvierException when the kind is unknown or something is wrong with the file
     */
    public static SpikeInput read(String location, OptionalInt channels, int microsecondsPerTick) {
        int mark = location.lastIndexOf('!');
        // A file may have "!" in its own name.
        boolean part = mark > 0 && !Files.exists(Path.of(location));
        Path file = Path.of(part ? location.substring(0, mark) : location);
        String entry = part ? location.substring(mark + 1) : "";
        String name = (entry.isEmpty() || isNpz(file) ? file.toString() : entry).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return SpikeCsv.read(file, channels);
        }
        if (name.endsWith(".npy") || name.endsWith(".npz")) {
            Optional<String> array = entry.isEmpty() ? Optional.empty() : Optional.of(entry);
            return NpyReader.read(file, array).toSpikes(location, channels);
        }
        if (name.endsWith(".bin") || name.endsWith(".bs2")) {
            SpikeInput events = NmnistEvents.read(file, entry, microsecondsPerTick);
            if (channels.isPresent() && channels.getAsInt() != events.channels()) {
                throw new RanvierException(location + " has " + events.channels()
                        + " channels (2 x 34 x 34), the input " + channels.getAsInt());
            }
            return events;
        }
        throw new RanvierException(
                "'" + location + "' is of no known kind; spikes come as .csv, .csv.gz, .npy, .npz, .bin"
                        + " or .bs2, a part of an archive as archive.zip!name");
    }

    private static boolean isNpz(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
    }
}
