package dev.ranvier.firmware;

/** What happens to an input event whose tick is over. */
public enum LatePolicy {
    /** It is refused and counted. */
    REJECT,
    /** It acts in the next tick, and is counted. */
    NEXT_TICK
}
