package dev.ranvier.tools.cells;

import dev.ranvier.hw.RanvierException;

/**
 * Dale's principle at load: a source has one transmitter, so a synapse that is declared to receive another one
 * contradicts its source, and the load is refused as a whole (biophysical core, section 4). Stateless.
 */
public final class DaleCheck {
    private DaleCheck() {}

    /** A load that breaks Dale's principle. */
    public static final class DaleViolation extends RanvierException {
        private static final long serialVersionUID = 1L;

        private DaleViolation(String message) {
            super(message);
        }
    }

    /** A violation that {@code why} describes. */
    static DaleViolation violation(String why) {
        return new DaleViolation("DALE_VIOLATION: " + why);
    }

    /**
     * Refuses the first synapse whose declared transmitter is not what its source releases.
     *
     * @param source source id per synapse: external axons first, then cells
     * @param declared transmitter per synapse; null where nothing is declared
     * @param ofAxon transmitter per external axon
     * @param ofCell transmitter per cell
     * @throws DaleViolation naming synapse, source, both transmitters and the remedy
     */
    public static void check(int[] source, Transmitter[] declared, Transmitter[] ofAxon, Transmitter[] ofCell) {
        for (int s = 0; s < source.length; s++) {
            boolean axon = source[s] < ofAxon.length;
            if (source[s] < 0 || source[s] >= ofAxon.length + ofCell.length) {
                throw new RanvierException("synapse " + s + " has source " + source[s] + ", allowed: 0.."
                        + (ofAxon.length + ofCell.length - 1) + " (external axons first, then neurons)");
            }
            Transmitter released = axon ? ofAxon[source[s]] : ofCell[source[s] - ofAxon.length];
            if (declared[s] != null && declared[s] != released) {
                String who = axon ? "external axon " + source[s] : "neuron " + (source[s] - ofAxon.length);
                throw new DaleViolation("DALE_VIOLATION: synapse " + s + ": " + who + " (source " + source[s]
                        + ") releases " + released.text() + ", but the synapse is declared to receive "
                        + declared[s].text() + ": a neuron has one transmitter. Declare " + released.text()
                        + " there, or let the synapse come from a neuron that releases " + declared[s].text());
            }
        }
    }
}
