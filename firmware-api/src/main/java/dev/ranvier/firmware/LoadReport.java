package dev.ranvier.firmware;

/**
 * What came of a load.
 *
 * @param digest digest of the image on the device
 * @param alreadyLoaded true if the device held it and nothing was sent
 * @param sentBytes bytes that went over the wire
 * @param tick last completed tick, before the first one
 * @param epoch counts the beginnings of the device's time
 */
public record LoadReport(String digest, boolean alreadyLoaded, long sentBytes, long tick, long epoch) {}
