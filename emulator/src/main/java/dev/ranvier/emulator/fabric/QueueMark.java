package dev.ranvier.emulator.fabric;

/**
 * The fullest that one buffer has been.
 *
 * @param plane network of a fabric with several, counted from 0
 * @param router node id
 * @param x column
 * @param y row
 * @param buffer name of the buffer, for example {@code input -x}
 * @param highest most flits it ever held at once
 * @param capacity flits it can hold
 */
public record QueueMark(int plane, int router, int x, int y, String buffer, int highest, int capacity) {}
