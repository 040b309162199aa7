package dev.ranvier.firmware;

import com.google.protobuf.ByteString;
import dev.ranvier.firmware.proto.Column;
import dev.ranvier.firmware.proto.MemoryRange;
import dev.ranvier.firmware.proto.MemoryWords;
import dev.ranvier.firmware.proto.ReadMemory;
import dev.ranvier.firmware.proto.ReadState;
import dev.ranvier.firmware.proto.Request;
import dev.ranvier.firmware.proto.StateColumns;
import dev.ranvier.firmware.proto.When;
import dev.ranvier.firmware.proto.Words;
import dev.ranvier.firmware.proto.WriteMemory;
import dev.ranvier.firmware.wire.LittleEndian;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes of words and of state, as requests. */
final class MemoryAccess {
    private final Connection connection;
    private final Duration timeout;
    private final int payloadBytes;

    /** @param frameBytes the server's largest frame */
    MemoryAccess(Connection connection, Duration timeout, int frameBytes) {
        this.connection = connection;
        this.timeout = timeout;
        payloadBytes = frameBytes / 2; // leaves room for whatever stands around the words
    }

    /** All ranges after the same tick, in one request. */
    MemoryReading read(String device, List<WordRange> ranges, Moment moment) {
        ReadMemory.Builder read = ReadMemory.newBuilder().setDevice(device).setWhen(when(moment));
        ranges.forEach(range -> read.addRanges(range(range)));
        MemoryWords answer = connection
                .call(
                        Request.newBuilder().setReadMemory(read).build(),
                        moment.atTick() == Moment.NO_TICK ? timeout : null)
                .getMemoryWords();
        List<long[]> words = new ArrayList<>();
        for (Words part : answer.getRangesList()) {
            words.add(decode(part, ranges.get(words.size())));
        }
        return new MemoryReading(answer.getTick(), words);
    }

    /** A range of any length of a device that is not running, in as many requests as it takes. */
    long[] readLong(String device, WordRange range) {
        int most = payloadBytes / 8;
        long[] words = new long[range.count()];
        for (int at = 0; at < words.length || at == 0; at += most) {
            WordRange part = new WordRange(
                    range.core(), range.memory(), range.address() + at, Math.min(most, words.length - at));
            long[] piece = read(device, List.of(part), Moment.paused()).words().getFirst();
            System.arraycopy(piece, 0, words, at, piece.length);
        }
        return words;
    }

    long write(String device, WordRange range, long[] values, Moment moment) {
        int most = payloadBytes / 8;
        if (range.count() <= most) {
            return writePart(device, range, values, moment);
        }
        if (!moment.equals(Moment.paused())) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "words",
                    range.count() + " words do not fit one request of at most " + most
                            + "; more are written only while the device is not running");
        }
        long tick = 0;
        for (int at = 0; at < values.length; at += most) {
            int count = Math.min(most, values.length - at);
            long[] part = java.util.Arrays.copyOfRange(values, at, at + count);
            WordRange where = new WordRange(range.core(), range.memory(), range.address() + at, count);
            tick = writePart(device, where, part, moment);
        }
        return tick;
    }

    private long writePart(String device, WordRange range, long[] values, Moment moment) {
        int wordBytes = LittleEndian.wordBytes(values);
        ByteString words = LittleEndian.words(values, wordBytes);
        WriteMemory write = WriteMemory.newBuilder()
                .setDevice(device)
                .addRanges(range(range))
                .addWords(Words.newBuilder()
                        .setWordBytes(wordBytes)
                        .setWords(words)
                        .setCrc32C(LittleEndian.crc32c(words)))
                .setWhen(when(moment))
                .build();
        return connection
                .call(
                        Request.newBuilder().setWriteMemory(write).build(),
                        moment.atTick() == Moment.NO_TICK ? timeout : null)
                .getWritten()
                .getTick();
    }

    StateReading readState(String device, List<String> variables, Neurons neurons, Moment moment) {
        ReadState read = ReadState.newBuilder()
                .setDevice(device)
                .addAllVariables(variables)
                .setSelection(neurons.toWire())
                .setWhen(when(moment))
                .build();
        StateColumns answer = connection
                .call(
                        Request.newBuilder().setReadState(read).build(),
                        moment.atTick() == Moment.NO_TICK ? timeout : null)
                .getStateColumns();
        Map<String, long[]> columns = new LinkedHashMap<>();
        for (Column column : answer.getColumnsList()) {
            columns.put(column.getVariable(), LittleEndian.longs(column.getValues()));
        }
        return new StateReading(answer.getTick(), columns);
    }

    private static long[] decode(Words part, WordRange range) {
        int width = part.getWordBytes();
        boolean fits = width == 1 || width == 2 || width == 4 || width == 8;
        if (!fits || part.getWords().size() != (long) range.count() * width) {
            throw new DeviceException(
                    ErrorCode.DATA_CORRUPT,
                    "the device sent " + part.getWords().size() + " bytes in words of " + width + " for "
                            + range.count() + " words of memory '" + range.memory() + "'");
        }
        if (LittleEndian.crc32c(part.getWords()) != part.getCrc32C()) {
            throw DeviceException.error(
                            ErrorCode.DATA_CORRUPT,
                            "the CRC-32C over " + range.count() + " words of memory '" + range.memory()
                                    + "' does not match: read again")
                    .retryable()
                    .build();
        }
        return LittleEndian.words(part.getWords(), width);
    }

    private static MemoryRange range(WordRange range) {
        return MemoryRange.newBuilder()
                .setCore(range.core())
                .setMemory(range.memory())
                .setAddress(range.address())
                .setCount(range.count())
                .build();
    }

    private static When when(Moment moment) {
        When.Builder when = When.newBuilder().setPauseAround(moment.aroundTicks());
        if (moment.atTick() != Moment.NO_TICK) {
            when.setAtTick(moment.atTick());
        }
        return when.build();
    }
}
