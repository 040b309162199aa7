package dev.ranvier.tools.data;

import dev.ranvier.hw.RanvierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Recordings of N-MNIST ({@code .bin}, SLAYER's {@code .bs2}; Orchard et al. 2015): five bytes per event, x, y, then a
 * 24-bit big-endian word of polarity (bit 23, 1 = on) and time in microseconds. The sensor has 34 x 34 pixels. In the
 * full data set an event with y = 240 says that the clock overflowed: 2^13 us are added from there on.
 */
public final class NmnistEvents {

    /** Pixels per side. */
    public static final int SIDE = 34;

    /** Channels of an input: off events first, then on; each row by row. */
    public static final int CHANNELS = 2 * SIDE * SIDE;

    private static final int EVENT_BYTES = 5;
    private static final int OVERFLOW_ROW = 240;
    private static final int OVERFLOW_MICROSECONDS = 1 << 13;
    /** The longest recording of the set has some 8,200 events; this is 13 million. */
    private static final int MAX_BYTES = 1 << 26;

    private NmnistEvents() {}

    /**
     * Reads a recording and bins it.
     *
     * <p>Tick = (time - time of the first event) div {@code microsecondsPerTick}; the last, incomplete tick is dropped, as
     * the NIR paper does. Channel = polarity * 34 * 34 + y * 34 + x, value = number of events in the bin.
     *
     * @param file the recording, or a zip of recordings
     * @param entry name of the recording in a zip; empty for a plain file
     * @param microsecondsPerTick length of a tick in microseconds, at least 1
     * @throws RanvierException when it cannot be read or an event is wrong; the message has file, event and value
     */
    public static SpikeInput read(Path file, String entry, int microsecondsPerTick) {
        if (microsecondsPerTick < 1) {
            throw new RanvierException("a tick of " + microsecondsPerTick + " us is too short; give at least 1");
        }
        String name = entry.isEmpty() ? file.toString() : file + "!" + entry;
        byte[] events = entry.isEmpty() ? plain(file) : fromZip(file, entry);
        if (events.length % EVENT_BYTES != 0 || events.length == 0) {
            throw new RanvierException(name + " has " + events.length
                    + " bytes; a recording has 5 per event, so a multiple of 5 and not 0");
        }
        return bin(name, events, microsecondsPerTick);
    }

    private static byte[] plain(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return limited(file.toString(), in);
        } catch (NoSuchFileException missing) {
            throw new RanvierException(file + " does not exist", missing);
        } catch (IOException failed) {
            throw new RanvierException(file + " cannot be read: " + failed, failed);
        }
    }

    private static byte[] fromZip(Path file, String entry) {
        if (!Files.exists(file)) {
            throw new RanvierException(file + " does not exist");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                TreeSet<String> names = new TreeSet<>();
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements() && names.size() < 5; ) {
                    names.add(all.nextElement().getName());
                }
                throw new RanvierException(
                        file + " has no '" + entry + "'; it holds " + zip.size() + " files, for example " + names);
            }
            try (InputStream in = zip.getInputStream(found)) {
                return limited(file + "!" + entry, in);
            }
        } catch (ZipException broken) {
            throw new RanvierException(file + " is no sound zip: " + broken.getMessage(), broken);
        } catch (IOException failed) {
            throw new RanvierException(file + " cannot be read: " + failed, failed);
        }
    }

    private static byte[] limited(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new RanvierException(
                    name + " has more than " + MAX_BYTES + " bytes; a recording has some 40 thousand");
        }
        return bytes;
    }

    private static SpikeInput bin(String name, byte[] events, int microsecondsPerTick) {
        long overflow = 0;
        long first = -1;
        long last = 0;
        SpikeInput.Builder spikes = new SpikeInput.Builder(name);
        int complete = completeTicks(events, microsecondsPerTick);
        for (int at = 0; at < events.length; at += EVENT_BYTES) {
            int x = events[at] & 0xFF;
            int y = events[at + 1] & 0xFF;
            if (y == OVERFLOW_ROW) {
                overflow += OVERFLOW_MICROSECONDS;
                continue;
            }
            if (x >= SIDE || y >= SIDE) {
                throw new RanvierException(name + ": event " + at / EVENT_BYTES + " (byte " + at + ") is at pixel x "
                        + x + ", y " + y + "; the sensor has 0..33");
            }
            long time = time(events, at) + overflow;
            first = first < 0 ? time : first;
            if (time < last) {
                throw new RanvierException(name + ": event " + at / EVENT_BYTES + " (byte " + at + ") is at " + time
                        + " us, before the event at " + last + " us in front of it; events come in order of time");
            }
            last = time;
            int tick = (int) ((time - first) / microsecondsPerTick);
            int polarity = (events[at + 2] & 0x80) >> 7;
            if (tick < complete) {
                spikes.add(tick, (polarity * SIDE + y) * SIDE + x, 1);
            }
        }
        return spikes.build(OptionalInt.of(complete), OptionalInt.of(CHANNELS));
    }

    /** Number of whole ticks from the first event to the last. */
    private static int completeTicks(byte[] events, int microsecondsPerTick) {
        long overflow = 0;
        long first = -1;
        long last = 0;
        for (int at = 0; at < events.length; at += EVENT_BYTES) {
            if ((events[at + 1] & 0xFF) == OVERFLOW_ROW) {
                overflow += OVERFLOW_MICROSECONDS;
                continue;
            }
            last = time(events, at) + overflow;
            first = first < 0 ? last : first;
        }
        return first < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(0, last - first) / microsecondsPerTick);
    }

    private static long time(byte[] events, int at) {
        return (events[at + 2] & 0x7FL) << 16 | (events[at + 3] & 0xFFL) << 8 | (events[at + 4] & 0xFFL);
    }
}
