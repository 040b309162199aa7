package dev.ranvier.emulator.device;

import com.google.protobuf.ByteString;
import dev.ranvier.emulator.chip.Chip;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.firmware.ChipElement;
import dev.ranvier.firmware.DeviceException;
import dev.ranvier.firmware.ErrorCode;
import dev.ranvier.firmware.proto.Column;
import dev.ranvier.firmware.proto.MemoryRange;
import dev.ranvier.firmware.proto.MemoryWords;
import dev.ranvier.firmware.proto.ReadMemory;
import dev.ranvier.firmware.proto.ReadState;
import dev.ranvier.firmware.proto.Response;
import dev.ranvier.firmware.proto.StateColumns;
import dev.ranvier.firmware.proto.When;
import dev.ranvier.firmware.proto.Words;
import dev.ranvier.firmware.proto.WriteMemory;
import dev.ranvier.firmware.proto.Written;
import dev.ranvier.firmware.wire.LittleEndian;
import dev.ranvier.hw.RanvierException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes of words and state, at once or after a tick that is to come. Owned by the device's thread. */
final class MemoryCommands {
    private static final int MAX_WAITING = 64;
    private static final int PAYLOAD_BYTES = ServerOptions.DATA_FRAME_BYTES - (256 << 10);

    private final Device device;
    private final List<Command.Ask> waiting = new ArrayList<>();

    MemoryCommands(Device device) {
        this.device = device;
    }

    /** Does it now, or keeps it for its tick (null: the answer comes later). */
    Response.Builder handle(Command.Ask ask) {
        When when = when(ask);
        if (ask.request().hasWriteMemory()) {
            device.leases().require(ask.session());
        }
        long tick = device.tick();
        if (when.hasAtTick() && when.getAtTick() > tick) {
            if (waiting.size() == MAX_WAITING) {
                throw DeviceException.error(
                                ErrorCode.RESOURCE_EXHAUSTED,
                                MAX_WAITING + " reads and writes wait for their tick already")
                        .path("when.at_tick")
                        .retryable()
                        .build();
            }
            waiting.add(ask);
            return null;
        }
        if (when.hasAtTick() && when.getAtTick() < tick) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "when.at_tick",
                    "tick " + when.getAtTick() + " is over: the device has completed tick " + tick);
        }
        if (device.running() && !when.hasAtTick() && !when.getPauseAround()) {
            throw DeviceException.error(
                            ErrorCode.BUSY,
                            "run " + device.runId()
                                    + " is under way: pause it, or ask for a tick (at_tick) or for a place between ticks (pause_around)")
                    .path("when")
                    .detail("run", Long.toString(device.runId()))
                    .retryable()
                    .build();
        }
        return perform(ask);
    }

    private static When when(Command.Ask ask) {
        return switch (ask.request().getCommandCase()) {
            case READ_MEMORY -> ask.request().getReadMemory().getWhen();
            case WRITE_MEMORY -> ask.request().getWriteMemory().getWhen();
            default -> ask.request().getReadState().getWhen();
        };
    }

    private Response.Builder perform(Command.Ask ask) {
        if (ask.session().congested()) {
            throw DeviceException.error(
                            ErrorCode.RESOURCE_EXHAUSTED,
                            "answers of many megabytes are unread: read them before asking for more")
                    .retryable()
                    .build();
        }
        return switch (ask.request().getCommandCase()) {
            case READ_MEMORY -> read(ask.request().getReadMemory());
            case WRITE_MEMORY -> {
                device.leases().require(ask.session());
                yield write(ask.request().getWriteMemory());
            }
            default -> readState(ask.request().getReadState());
        };
    }

    /** The next tick that a request waits for; {@link Long#MAX_VALUE} if none does. Allocates nothing. */
    long nextTick() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < waiting.size(); i++) {
            next = Math.min(next, when(waiting.get(i)).getAtTick());
        }
        return next;
    }

    /** Answers what has waited for this tick. */
    void tickDone() {
        if (nextTick() > device.tick()) {
            return;
        }
        for (Command.Ask ask : List.copyOf(waiting)) {
            if (when(ask).getAtTick() <= device.tick()) {
                waiting.remove(ask);
                device.answer(ask, () -> perform(ask));
            }
        }
    }

    /** Gives up what waits for a tick that will not come any more. */
    void cancel(String why) {
        for (Command.Ask ask : waiting) {
            ask.session().fail(ask.requestId(), new DeviceException(ErrorCode.CANCELLED, "when.at_tick", why));
        }
        waiting.clear();
    }

    /** Forgets the requests of a session that is gone. */
    void forget(Session session) {
        waiting.removeIf(ask -> ask.session() == session);
    }

    private Response.Builder read(ReadMemory read) {
        Chip chip = device.chip();
        long bytes = 0;
        for (int i = 0; i < read.getRangesCount(); i++) {
            MemoryRange range = read.getRanges(i);
            MemoryBank bank = bank(chip, range, "ranges[" + i + "]");
            bytes += 64
                    + Integer.toUnsignedLong(range.getCount())
                            * LittleEndian.wordBytes(bank.spec().wordBits());
        }
        if (bytes > PAYLOAD_BYTES) {
            throw new DeviceException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "ranges",
                    "these words take " + bytes + " bytes; at most " + PAYLOAD_BYTES
                            + " fit one answer: read them in parts");
        }
        MemoryWords.Builder answer = MemoryWords.newBuilder().setTick(chip.tick());
        for (MemoryRange range : read.getRangesList()) {
            MemoryBank bank = bank(chip, range, "ranges");
            long[] words = new long[range.getCount()];
            for (int i = 0; i < words.length; i++) {
                words[i] = bank.read(range.getAddress() + i);
            }
            int wordBytes = LittleEndian.wordBytes(bank.spec().wordBits());
            ByteString column = LittleEndian.words(words, wordBytes);
            answer.addRanges(
                    Words.newBuilder().setWordBytes(wordBytes).setWords(column).setCrc32C(LittleEndian.crc32c(column)));
        }
        return Response.newBuilder().setMemoryWords(answer);
    }

    /** The bank of a range that exists; an error that says what does if not. */
    private static MemoryBank bank(Chip chip, MemoryRange range, String path) {
        long core = Integer.toUnsignedLong(range.getCore());
        if (core >= chip.spec().cores()) {
            throw DeviceException.error(
                            ErrorCode.OUT_OF_RANGE,
                            "core " + core + " does not exist: chip '"
                                    + chip.spec().name() + "' has cores 0.."
                                    + (chip.spec().cores() - 1))
                    .path(path + ".core")
                    .build();
        }
        ChipElement element = new ChipElement((int) core, chip.spec().place((int) core), -1, range.getMemory());
        MemoryBank bank;
        try {
            chip.spec().memory(range.getMemory());
            bank = chip.memory((int) core, range.getMemory());
        } catch (RanvierException e) {
            throw DeviceException.error(ErrorCode.NOT_FOUND, e.getMessage())
                    .path(path + ".memory")
                    .element(element)
                    .build();
        }
        try {
            bank.spec()
                    .checkRange(
                            "core " + element.place(),
                            Integer.toUnsignedLong(range.getAddress()),
                            Integer.toUnsignedLong(range.getCount()));
        } catch (RanvierException e) {
            throw DeviceException.error(ErrorCode.OUT_OF_RANGE, e.getMessage())
                    .path(path + ".address")
                    .element(element)
                    .build();
        }
        return bank;
    }

    /** Everything is checked before the first word is written. */
    private Response.Builder write(WriteMemory write) {
        Chip chip = device.chip();
        if (write.getRangesCount() != write.getWordsCount()) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "words",
                    write.getRangesCount() + " ranges but " + write.getWordsCount() + " times words: one per range");
        }
        List<MemoryBank> banks = new ArrayList<>();
        List<long[]> values = new ArrayList<>();
        for (int i = 0; i < write.getRangesCount(); i++) {
            MemoryRange range = write.getRanges(i);
            MemoryBank bank = bank(chip, range, "ranges[" + i + "]");
            banks.add(bank);
            values.add(words(write.getWords(i), range, bank, "words[" + i + "]"));
        }
        for (int i = 0; i < banks.size(); i++) {
            int address = write.getRanges(i).getAddress();
            for (long word : values.get(i)) {
                banks.get(i).write(address++, word);
            }
        }
        return Response.newBuilder().setWritten(Written.newBuilder().setTick(chip.tick()));
    }

    private static long[] words(Words words, MemoryRange range, MemoryBank bank, String path) {
        int width = words.getWordBytes();
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    path + ".word_bytes",
                    "words of " + Integer.toUnsignedString(width) + " bytes; allowed: 1, 2, 4, 8");
        }
        if (words.getWords().size() != (long) range.getCount() * width) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    path + ".words",
                    words.getWords().size() + " bytes for " + range.getCount() + " words of " + width);
        }
        if (LittleEndian.crc32c(words.getWords()) != words.getCrc32C()) {
            throw DeviceException.error(
                            ErrorCode.DATA_CORRUPT,
                            "the CRC-32C over " + range.getCount() + " words does not match: send them again")
                    .path(path + ".crc32c")
                    .retryable()
                    .build();
        }
        long[] values = LittleEndian.words(words.getWords(), width);
        int bits = bank.spec().wordBits();
        for (int i = 0; i < values.length; i++) {
            if (bits < 64 && values[i] >>> bits != 0) {
                throw DeviceException.error(
                                ErrorCode.OUT_OF_RANGE,
                                "word " + (range.getAddress() + i) + " = 0x" + Long.toHexString(values[i])
                                        + " does not fit memory '" + range.getMemory() + "', whose words have " + bits
                                        + " bits")
                        .path(path + ".words")
                        .element(new ChipElement(range.getCore(), "", -1, range.getMemory()))
                        .build();
            }
        }
        return values;
    }

    private Response.Builder readState(ReadState read) {
        Chip chip = device.chip();
        if (read.getVariablesCount() == 0) {
            throw new DeviceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "variables",
                    "no variable is named; this chip has " + chip.stateVariables());
        }
        int[] sources = Selections.sources(
                read.getSelection(), chip, PAYLOAD_BYTES / 8 / read.getVariablesCount(), "selection");
        StateColumns.Builder answer = StateColumns.newBuilder().setTick(chip.tick());
        for (int i = 0; i < read.getVariablesCount(); i++) {
            String variable = read.getVariables(i);
            checkVariable(chip, variable, "variables[" + i + "]");
            long[] values = new long[sources.length];
            chip.readState(variable, sources, values);
            answer.addColumns(Column.newBuilder().setVariable(variable).setValues(LittleEndian.longs(values)));
        }
        return Response.newBuilder().setStateColumns(answer);
    }

    static void checkVariable(Chip chip, String variable, String path) {
        if (!chip.stateVariables().contains(variable)) {
            throw new DeviceException(
                    ErrorCode.NOT_FOUND,
                    path,
                    "state variable '" + variable + "' does not exist on chip '"
                            + chip.spec().name() + "'; it has " + chip.stateVariables());
        }
    }
}
