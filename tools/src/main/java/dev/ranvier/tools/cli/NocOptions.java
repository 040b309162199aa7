package dev.ranvier.tools.cli;

import dev.ranvier.emulator.fabric.mesh.MeshConfig;
import dev.ranvier.emulator.fabric.mesh.Multicast;
import dev.ranvier.emulator.fabric.mesh.Pipeline;
import dev.ranvier.emulator.fabric.mesh.Routing;
import dev.ranvier.emulator.fabric.mesh.Topology;
import dev.ranvier.emulator.fabric.ranc.RancConfig;
import dev.ranvier.hw.RanvierException;
import dev.ranvier.tools.noc.NocNetwork;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The network of {@code ranvier noc}. Values that are not given depend on router and topology. */
final class NocOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4})[xX](\\d{1,4})");
    private static final Pattern LATENCY = Pattern.compile("(\\d{1,4})(?:,(\\d{1,4}))?");
    private static final int RANC_INPUT_DEPTH = 512;
    private static final int WATCHDOG_CYCLES = 10_000;

    /** Router kinds. */
    enum Router {
        /** The credit-based router that equals BookSim2. */
        MESH,
        /** RANC's. */
        RANC
    }

    @Option(
            names = "--router",
            paramLabel = "KIND",
            defaultValue = "mesh",
            description = "mesh (credits, 5 ports; equals BookSim2) or ranc (RANC's Verilog); default ${DEFAULT-VALUE}")
    private Router router;

    @Option(
            names = "--size",
            paramLabel = "XxY",
            defaultValue = "8x8",
            description = "columns x rows of routers; default ${DEFAULT-VALUE}")
    private String size;

    @Option(names = "--topology", paramLabel = "T", description = "mesh or torus; default mesh")
    private Topology topology;

    @Option(names = "--pipeline", paramLabel = "P", description = "pb, spec, la or base; default pb")
    private Pipeline pipeline;

    @Option(names = "--vcs", paramLabel = "V", description = "virtual channels per port; default 1, torus 2")
    private Integer channels;

    @Option(names = "--depth", paramLabel = "D", description = "flits per buffer; default 4")
    private Integer depth;

    @Option(
            names = "--link-latency",
            paramLabel = "L[,LY]",
            description = "cycles on a link (along x, along y); default 1, torus 2")
    private String latency;

    @Option(names = "--credit-delay", paramLabel = "C", description = "extra cycles before a credit counts; default 0")
    private Integer creditDelay;

    @Option(names = "--switch-delay", paramLabel = "X", description = "cycles in the switch; default 1")
    private Integer switchDelay;

    @Option(names = "--planes", paramLabel = "N", description = "networks side by side, 1..8 (Loihi: 2); default 1")
    private Integer planes;

    NocNetwork network() {
        Matcher sides = SIZE.matcher(size);
        if (!sides.matches()) {
            throw new RanvierException("--size is '" + size + "': give columns x rows, for example 8x8 or 16x4");
        }
        int columns = Integer.parseInt(sides.group(1));
        int rows = Integer.parseInt(sides.group(2));
        return router == Router.RANC ? ranc(columns, rows) : mesh(columns, rows);
    }

    private NocNetwork ranc(int columns, int rows) {
        refuse("--topology", topology);
        refuse("--pipeline", pipeline);
        refuse("--vcs", channels);
        refuse("--link-latency", latency);
        refuse("--credit-delay", creditDelay);
        refuse("--switch-delay", switchDelay);
        refuse("--planes", planes);
        return new NocNetwork.Ranc(new RancConfig(columns, rows, or(depth, 4), RANC_INPUT_DEPTH));
    }

    private static void refuse(String option, Object value) {
        if (value != null) {
            throw new RanvierException(
                    option + " " + value.toString().toLowerCase(Locale.ROOT)
                            + ": RANC's router has no such parameter; only --size and --depth; leave it out or use --router mesh");
        }
    }

    private NocNetwork mesh(int columns, int rows) {
        boolean torus = topology == Topology.TORUS;
        int[] links = links(torus ? 2 : 1);
        if (planes != null && (planes < 1 || planes > 8)) {
            throw new RanvierException("--planes is " + planes + ", allowed: 1..8");
        }
        MeshConfig config = new MeshConfig(
                torus ? Topology.TORUS : Topology.MESH,
                columns,
                rows,
                or(channels, torus ? 2 : 1),
                or(depth, 4),
                pipeline == null ? Pipeline.PB : pipeline,
                or(switchDelay, 1),
                or(creditDelay, 0),
                links[0],
                links[1],
                Routing.X_FIRST,
                Multicast.COPIES_AT_SOURCE,
                WATCHDOG_CYCLES);
        return new NocNetwork.Mesh(config, or(planes, 1));
    }

    private int[] links(int usual) {
        if (latency == null) {
            return new int[] {usual, usual};
        }
        Matcher values = LATENCY.matcher(latency);
        if (!values.matches()) {
            throw new RanvierException(
                    "--link-latency is '" + latency + "': give cycles, for example 2, or 4,6 for x and y");
        }
        int alongX = Integer.parseInt(values.group(1));
        return new int[] {alongX, values.group(2) == null ? alongX : Integer.parseInt(values.group(2))};
    }

    private static int or(Integer value, int usual) {
        return value == null ? usual : value;
    }
}
