package dev.ranvier.emulator.core.crossbar;

import dev.ranvier.emulator.memory.DecodedBank;
import dev.ranvier.emulator.memory.MemoryBank;
import dev.ranvier.hw.MemorySpec;
import java.util.HashMap;
import java.util.Map;

/** The sticky error flags of a node of the RANC hardware, as the host sees them. Owned by the chip's thread. */
final class ErrorBank {
    private ErrorBank() {}

    /** A flag that is not there: it keeps what the host writes. */
    private static final class Spare implements DecodedBank.Column {
        private long value;

        @Override
        public long get(int entry) {
            return value;
        }

        @Override
        public void set(int entry, long written) {
            value = written;
        }
    }

    /** @param host the front end if it lies at this node, else null */
    static MemoryBank of(MemorySpec spec, TokenController controller, AxiFrontEnd host) {
        Map<String, DecodedBank.Column> columns = new HashMap<>();
        columns.put("token_controller", new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return controller.error() ? 1 : 0;
            }

            @Override
            public void set(int entry, long value) {
                controller.setError(value != 0);
            }
        });
        columns.put("fifo_write", host == null ? new Spare() : flag(host, 1));
        columns.put("packet_read", host == null ? new Spare() : flag(host, 2));
        return new DecodedBank(spec, columns);
    }

    private static DecodedBank.Column flag(AxiFrontEnd host, int bit) {
        return new DecodedBank.Column() {
            @Override
            public long get(int entry) {
                return (host.errors() & bit) == 0 ? 0 : 1;
            }

            @Override
            public void set(int entry, long value) {
                host.setErrors((host.errors() & ~bit) | (value == 0 ? 0 : bit));
            }
        };
    }
}
