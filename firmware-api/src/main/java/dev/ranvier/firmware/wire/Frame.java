package dev.ranvier.firmware.wire;

import dev.ranvier.firmware.proto.Envelope;

/**
 * A frame that has come in.
 *
 * @param envelope its content
 * @param bytes its length without the four bytes that state it
 */
public record Frame(Envelope envelope, int bytes) {}
