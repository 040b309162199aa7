package dev.ranvier.tools.noc;

/**
 * What one offered load gave, measured over a window of cycles after a warm-up.
 *
 * @param offered packets per node and cycle that the traffic asks for
 * @param drawn packets per node and cycle that the draws emitted within the window
 * @param accepted packets per node and cycle that arrived within the window
 * @param acceptedLeast the same for the node that received least
 * @param packets packets generated within the window
 * @param latencyMean cycles from generation to arrival, source queue included, mean over packets generated within the
 *     window; NaN if they did not all arrive in time
 * @param latencyMedian median of the same, 0 if NaN
 * @param latency99 99th percentile of the same, 0 if NaN
 * @param latencyMax greatest of the same, 0 if NaN
 * @param networkMean cycles from injection to arrival, mean over the same packets; NaN likewise
 * @param routersMean routers crossed, mean over the same packets; NaN likewise
 */
public record LoadPoint(
        double offered,
        double drawn,
        double accepted,
        double acceptedLeast,
        long packets,
        double latencyMean,
        long latencyMedian,
        long latency99,
        long latencyMax,
        double networkMean,
        double routersMean) {
    private static final double KEEPS_UP = 0.97;
    private static final double TIMES_LOWEST = 4;

    /**
     * Whether the network is saturated: it accepts less than 97 % of what is offered (or of what was drawn, if that is
     * less: a short window at a low load has few packets), or latency is more than four times that of the lowest load,
     * or packets do not arrive at all.
     *
     * @param lowestLatency mean latency at the lowest load of the sweep
     */
    public boolean saturated(double lowestLatency) {
        return accepted < KEEPS_UP * Math.min(offered, drawn) || !(latencyMean <= TIMES_LOWEST * lowestLatency);
    }
}
