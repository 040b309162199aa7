package dev.ranvier.tools.lab.experiment;

/**
 * A number that is measured in every preparation of a group.
 *
 * @param group name of the group
 * @param name its name
 * @param measure what is measured
 * @param signal of what
 * @param target name of the cell or synapse in the preparation
 * @param fromMs start of the window
 * @param toMs end of the window
 * @param level for measures that need one
 * @param scale factor of the result, e.g. -1 for a clamp current
 */
public record Observable(
        String group,
        String name,
        Measure measure,
        Signal signal,
        String target,
        double fromMs,
        double toMs,
        double level,
        double scale) {
    /** Unit of its values, may be empty. */
    public String unit() {
        return measure.unit(signal);
    }
}
