package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.FabricStatistics;
import java.util.List;

/**
 * A load sweep that has been run, with one of its loads looked at more closely.
 *
 * @param network what it ran on
 * @param traffic what was offered
 * @param points in the order of rising load
 * @param saturation where the network saturates
 * @param shown the point looked at
 * @param statistics what the fabric counted in the window of that point
 */
public record NocSweep(
        NocNetwork network,
        NocTraffic traffic,
        List<LoadPoint> points,
        Saturation saturation,
        LoadPoint shown,
        FabricStatistics statistics) {
    /** Copies the list. */
    public NocSweep {
        points = List.copyOf(points);
    }

    /** The load to be looked at if nobody chooses: the highest that is carried, else the lowest. */
    public static double usual(List<LoadPoint> points, Saturation saturation) {
        return saturation.carried() > 0
                ? saturation.carried()
                : points.getFirst().offered();
    }
}
