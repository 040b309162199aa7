package dev.ranvier.firmware;

/**
 * The part of a chip that an error concerns.
 *
 * @param core core on the board; -1 = not a matter of one core
 * @param place tile and core in words, e.g. {@code (1,2).0}; empty if unknown
 * @param source source number of a neuron; -1 = none
 * @param memory memory name; empty = none
 */
public record ChipElement(int core, String place, long source, String memory) {
    /** No part in particular. */
    public static final ChipElement NONE = new ChipElement(-1, "", -1, "");
}
