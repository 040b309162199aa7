package dev.ranvier.emulator.device;

import com.google.protobuf.ByteString;
import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Selection;
import dev.ranvier.firmware.proto.SourceRange;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.hw.image.OutputPort;

/** Choices of neurons as source numbers. Stateless. */
final class Selections {
    private Selections() {}

    static boolean isAll(Selection selection) {
        return selection.getSources().isEmpty()
                && selection.getRangesCount() == 0
                && selection.getPopulation().isEmpty();
    }

    /**
     * The chosen source numbers in order; checked before memory is taken.
     *
     * @param most largest number of neurons
     * @param path of the selection in the request
     */
    static int[] sources(Selection selection, Chip chip, int most, String path) {
        long neurons = chip.spec().sources();
        ByteString listed = selection.getSources();
        if (listed.size() % 4 != 0) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    path + ".sources",
                    "sources have " + listed.size() + " bytes: it must be 4 per neuron");
        }
        int[] population = population(selection, chip, path);
        long count = (long) listed.size() / 4 + population.length;
        for (SourceRange range : selection.getRangesList()) {
            count += Integer.toUnsignedLong(range.getCount());
        }
        if (count == 0 || count > most) {
            throw new DeviceException(
                    count == 0 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.RESOURCE_EXHAUSTED,
                    path,
                    count + " neurons are chosen; allowed here: 1.." + most);
        }
        int[] sources = new int[(int) count];
        int at = 0;
        for (int source : LittleEndian.ints(listed)) {
            sources[at++] = check(Integer.toUnsignedLong(source), neurons, chip, path + ".sources");
        }
        for (int r = 0; r < selection.getRangesCount(); r++) {
            SourceRange range = selection.getRanges(r);
            long first = Integer.toUnsignedLong(range.getFirst());
            for (long i = 0; i < Integer.toUnsignedLong(range.getCount()); i++) {
                sources[at++] = check(first + i, neurons, chip, path + ".ranges[" + r + "]");
            }
        }
        for (int source : population) {
            sources[at++] = check(Integer.toUnsignedLong(source), neurons, chip, path + ".population");
        }
        return sources;
    }

    private static int check(long source, long neurons, Chip chip, String path) {
        if (source >= neurons) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    path,
                    "neuron " + source + " does not exist: chip '" + chip.spec().name() + "' has neurons 0.."
                            + (neurons - 1));
        }
        return (int) source;
    }

    private static int[] population(Selection selection, Chip chip, String path) {
        if (selection.getPopulation().isEmpty()) {
            return new int[0];
        }
        try {
            return chip.image()
                    .map(image -> image.output(selection.getPopulation()))
                    .map(OutputPort::sources)
                    .orElseThrow(() -> new DeviceException(
                            ErrorCode.NOT_FOUND,
                            path + ".population",
                            "population '" + selection.getPopulation()
                                    + "' does not exist: no image is loaded; load one first"));
        } catch (DeviceException e) {
            throw e;
        } catch (RanvierException e) {
            throw new DeviceException(ErrorCode.NOT_FOUND, path + ".population", e.getMessage());
        }
    }
}
