package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.FabricStalledException;
import java.nio.file.Path;

/**
 * Checks cases of set {@code noc}. Every file that a case lists is compared; a listed file that was not makes the case
 * differ.
 *
 * <p>Stateless.
 */
public final class NocCases {
    /**
     * Runs one case.
     *
     * @param folder folder with a {@code case.json} of set {@code noc}
     * @return equal, the first difference, or why the case cannot be run
     * @throws dev.ranvier.hw.RanvierException if the case's files are missing or malformed
     */
    public NocResult check(Path folder) {
        CaseFolder files = new CaseFolder(folder);
        NocResult result;
        try {
            result = switch (files.kind()) {
                case "trace" -> new TraceCase(files).check();
                case "zero_load" -> new ZeroLoadCase(files).check();
                case "latency_throughput_curves" -> new CurvesCase(files).check();
                case "speed" -> new SpeedCase(files).check();
                case "ranc_router_rtl" -> new RancCase(files).check();
                default ->
                    new NocResult.Unsupported("kind '" + files.kind() + "' is not one of trace, zero_load,"
                            + " latency_throughput_curves, speed, ranc_router_rtl");
            };
        } catch (UnsupportedCaseException unsupported) {
            return new NocResult.Unsupported(unsupported.getMessage());
        } catch (FabricStalledException stalled) {
            return new NocResult.Differ(
                    "cycle " + stalled.report().cycle(), "network", "all packets arrive", stalled.getMessage());
        }
        if (result instanceof NocResult.Equal && !files.unread().isEmpty()) {
            return new NocResult.Differ(
                    "end", "file " + files.unread().iterator().next(), "compared", "not compared");
        }
        return result;
    }
}
