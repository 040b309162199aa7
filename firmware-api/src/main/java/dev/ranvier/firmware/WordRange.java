package dev.ranvier.firmware;

/**
 * Consecutive words of one memory of one core.
 *
 * @param core core on the board
 * @param memory memory name
 * @param address first word
 * @param count number of words
 */
public record WordRange(int core, String memory, int address, int count) {
    /** Refuses negative numbers. */
    public WordRange {
        if (core < 0 || address < 0 || count < 0) {
            throw new DeviceException(
                    ErrorCode.OUT_OF_RANGE,
                    "core " + core + ", address " + address + ", count " + count + ": none may be negative");
        }
    }
}
