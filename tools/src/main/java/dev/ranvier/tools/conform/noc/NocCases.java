package dev.ranvier.tools.conform.noc;

import dev.ranvier.emulator.fabric.FabricStalledException;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.conform.GoldenCase;
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
        GoldenCase golden = new GoldenCase(folder);
        NocResult result = check(golden);
        String unused = golden.unused();
        if (result instanceof NocResult.Equal && unused != null) {
            return new NocResult.Differ("end", "file " + unused, "compared", "not compared");
        }
        return result;
    }

    /**
     * Runs one case; the caller asks the case for files that were not used.
     *
     * @param golden case of set {@code noc}
     * @return as {@link #check(Path)}
     */
    public NocResult check(GoldenCase golden) {
        String kind = golden.get("kind").asText();
        try {
            return switch (kind) {
                case "trace" -> new TraceCase(golden).check();
                case "zero_load" -> new ZeroLoadCase(golden).check();
                case "latency_throughput_curves" -> new CurvesCase(golden).check();
                case "speed" -> new SpeedCase(golden).check();
                case "ranc_router_rtl" -> new RancCase(golden).check();
                default ->
                    new NocResult.Unsupported("kind '" + kind + "' is not one of trace, zero_load,"
                            + " latency_throughput_curves, speed, ranc_router_rtl");
            };
        } catch (UnsupportedCaseException unsupported) {
            return new NocResult.Unsupported(unsupported.getMessage());
        } catch (FabricStalledException stalled) {
            return new NocResult.Differ(
                    "cycle " + stalled.report().cycle(), "network", "all packets arrive", stalled.getMessage());
        } catch (IllegalArgumentException | ArithmeticException outOfRange) {
            throw new RanvierException(golden.folder() + ": " + outOfRange.getMessage(), outOfRange);
        }
    }
}
