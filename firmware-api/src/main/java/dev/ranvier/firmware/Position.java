package dev.ranvier.firmware;

/**
 * Where a device is in time.
 *
 * @param tick last completed tick; one less than the first before any
 * @param cycle clock cycles since the image was loaded
 */
public record Position(long tick, long cycle) {}
