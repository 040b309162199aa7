package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.fabric.ranc.RancRouters;
import dev.ranvier.emulator.trace.EventLog;
import dev.ranvier.hw.CrossbarCoreSpec;
import dev.ranvier.hw.image.AxonAddress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The AXI-stream slave of module RANCNetwork (RANC, specification B7), word for word: it repeats and loses words as the
 * hardware does. The host drives its pins with events ({@link CrossbarCoreSpec#AXI_WORD} and others), each for one cycle. All registers change at the rising edge and see values from before it.
 */
final class AxiFrontEnd implements HostPort {
    private static final int STARTING = 0;
    private static final int FETCH_IDLE = 1;
    private static final int READING = 2;

    private final int maximum;
    private final int pointerMask;
    private final PacketFormat format;
    private final EventLog log;
    private final int[] words;

    // Pins of the coming edge.
    private boolean valid;
    private boolean last;
    private int data;

    // Receiver.
    private boolean writing;
    private int writePointer;
    private int packets;
    private boolean writesDone;
    private boolean writeError;

    // Fetcher.
    private int fetch = STARTING;
    private boolean strobe;
    private int address;
    private boolean readError;

    /** @param maximum MAXIMUM_NUMBER_OF_PACKETS */
    AxiFrontEnd(int maximum, PacketFormat format, EventLog log) {
        this.maximum = maximum;
        this.format = format;
        this.log = log;
        int room = 1 << PacketFormat.bitsFor(maximum);
        words = new int[room];
        pointerMask = room - 1;
    }

    @Override
    public void event(long target, int value) {
        int pin = AxonAddress.axon(target);
        if (pin != CrossbarCoreSpec.AXI_LAST) {
            valid = true;
            data = value;
        }
        last |= pin != CrossbarCoreSpec.AXI_WORD;
    }

    @Override
    public void edge(long now, boolean tick, RancRouters routers) {
        boolean full = routers.inputFull();
        if (log.records(RancSignals.FRONT_END)) {
            record(full);
        }
        if (strobe) {
            long packet = words[address] & 0xFFFFFFFFL;
            routers.strobeInput(format.dxOf(packet), format.dyOf(packet), format.payloadOf(packet));
        }
        boolean handshake = writing && valid;
        int countBefore = packets;
        receive(now, tick, handshake);
        fetch(now, tick, handshake, full, countBefore);
        valid = false;
        last = false;
    }

    private void record(boolean full) {
        long value = (writing ? 1 : 0)
                | (strobe ? 2 : 0)
                | (full ? 4 : 0)
                | fetch << 3
                | (writeError ? 32 : 0)
                | (readError ? 64 : 0)
                | (long) packets << 7
                | (long) address << 24;
        log.add(RancSignals.FRONT_END, 0, value);
        if (strobe) {
            log.add(RancSignals.FRONT_END_DATA, 0, words[address] & 0xFFFFFFFFL);
        }
    }

    private void receive(long now, boolean tick, boolean handshake) {
        int pointer = writePointer;
        int count = packets;
        boolean done = writesDone;
        if (tick) {
            packets = 0;
            if (writing && !writeError) {
                writeError = true;
                log.add(now + 1, RancSignals.ERROR, 0, 1);
            }
        }
        if (handshake) {
            words[pointer] = data;
            writePointer = (pointer + 1) & pointerMask;
            // A word at the edge of a tick counts on from before it.
            packets = count + 1 & pointerMask;
            writesDone = false;
        }
        if (last || pointer == maximum - 1) {
            writesDone = true;
            writePointer = 0;
        }
        writing = writing ? !done : valid;
    }

    private void fetch(long now, boolean tick, boolean handshake, boolean full, int count) {
        switch (fetch) {
            case STARTING -> fetch = FETCH_IDLE;
            case FETCH_IDLE -> {
                if (tick) {
                    return;
                }
                strobe = handshake;
                if (handshake) {
                    fetch = READING;
                } else {
                    address = 0;
                }
            }
            default -> {
                if (tick) {
                    stop();
                    if (!readError) {
                        readError = true;
                        log.add(now + 1, RancSignals.ERROR, 0, 2);
                    }
                } else if (Integer.compareUnsigned(address, count - 1) < 0) {
                    strobe = !full;
                    address = full ? address : address + 1 & pointerMask;
                } else {
                    stop();
                }
            }
        }
    }

    private void stop() {
        strobe = false;
        address = 0;
        fetch = FETCH_IDLE;
    }

    @Override
    public boolean idle() {
        return !valid
                && !last
                && !writing
                && !strobe
                && fetch == FETCH_IDLE
                && address == 0
                && writePointer != maximum - 1
                && !log.records(RancSignals.FRONT_END);
    }

    /** Error flags: bit 0 fifo_write_error, bit 1 packet_read_error. */
    int errors() {
        return (writeError ? 1 : 0) | (readError ? 2 : 0);
    }

    /** Sets the error flags. */
    void setErrors(int flags) {
        writeError = (flags & 1) != 0;
        readError = (flags & 2) != 0;
    }

    @Override
    public void clear() {
        java.util.Arrays.fill(words, 0);
        valid = false;
        last = false;
        data = 0;
        writing = false;
        writePointer = 0;
        packets = 0;
        writesDone = false;
        writeError = false;
        fetch = STARTING;
        strobe = false;
        address = 0;
        readError = false;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        for (int word : words) {
            out.writeInt(word);
        }
        out.writeBoolean(valid);
        out.writeBoolean(last);
        out.writeInt(data);
        out.writeBoolean(writing);
        out.writeInt(writePointer);
        out.writeInt(packets);
        out.writeBoolean(writesDone);
        out.writeInt(fetch);
        out.writeBoolean(strobe);
        out.writeInt(address);
        out.writeInt(errors());
    }

    @Override
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readInt();
        }
        valid = in.readBoolean();
        last = in.readBoolean();
        data = in.readInt();
        writing = in.readBoolean();
        writePointer = in.readInt() & pointerMask;
        packets = in.readInt() & pointerMask;
        writesDone = in.readBoolean();
        fetch = Math.min(Math.max(in.readInt(), STARTING), READING);
        strobe = in.readBoolean();
        address = in.readInt() & pointerMask;
        setErrors(in.readInt());
    }
}
