package dev.ranvier.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ranvier.hw.ChipSpec;
import dev.ranvier.hw.CompartmentCoreSpec;
import dev.ranvier.hw.FieldSpec;
import dev.ranvier.hw.Limit;
import dev.ranvier.hw.MemorySpec;
import java.io.PrintWriter;
import java.util.Locale;

/** The data sheet of a chip as text and as JSON. */
final class DataSheet {
    private final ChipSpec spec;

    DataSheet(ChipSpec spec) {
        this.spec = spec;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    void print(PrintWriter out) {
        out.println(spec.name() + " - " + spec.title() + " (revision " + spec.revision() + ")");
        out.println(spec.identity());
        spec.exactness().notCovered().forEach(line -> out.println("  not covered: " + line));
        out.println();
        var grid = spec.grid();
        out.printf(
                "grid      %d chip(s) of %d x %d tiles, %d cores per tile: %d cores%n",
                grid.chips(), grid.columns(), grid.rows(), grid.coresPerTile(), spec.cores());
        out.printf(
                Locale.ROOT,
                "clock     %s ns per cycle, policy %s (%s)%n",
                plain(spec.clock().nanosecondsPerCycle()),
                spec.clock().policy().name().toLowerCase(Locale.ROOT),
                spec.clock().note());
        var fabric = spec.fabric();
        out.printf(
                "fabric    %s routers, %s, pipeline %s, routing %s, multicast %s, %d virtual channel(s) of %d flits,"
                        + " %d plane(s), links %d (x) and %d (y) cycles%n",
                word(fabric.router()),
                word(fabric.topology()),
                fabric.pipeline(),
                word(fabric.routing()),
                word(fabric.multicast()),
                fabric.virtualChannels(),
                fabric.bufferDepth(),
                fabric.planes(),
                fabric.linkCyclesEastWest(),
                fabric.linkCyclesNorthSouth());
        if (grid.chips() > 1) {
            out.printf(
                    "links     between chips, %d chip(s) per row: %d cycles, %d bits per cycle, %d cycles per packet%n",
                    fabric.links().columns(),
                    fabric.links().latencyCycles(),
                    fabric.links().widthBits(),
                    fabric.links().cyclesPerPacket());
        }
        if (spec.core() instanceof CompartmentCoreSpec core) {
            out.println("profiles  "
                    + String.join(
                            ", ",
                            core.profiles().stream()
                                    .map(p -> p.name() + (p.equals(core.profile()) ? " (in use)" : ""))
                                    .toList()));
        }
        out.println();
        out.println("limits of a core");
        for (Limit limit : spec.limits().values()) {
            out.printf("  %-20s %10d  %-22s %s%n", limit.name(), limit.value(), limit.unit(), limit.source());
        }
        out.println();
        out.println("memories of a core (--memory NAME shows the bit fields)");
        for (MemorySpec memory : spec.memories()) {
            out.printf(
                    "  %-20s %9d x %d words  %-8s %s%n",
                    memory.name(),
                    memory.entries(),
                    memory.entryWords(),
                    memory.authority().name().toLowerCase(Locale.ROOT),
                    memory.title());
        }
        out.println();
        out.println("costs (" + spec.costs().model() + "; " + spec.costs().source() + ")");
        spec.costs()
                .sorted()
                .forEach((name, cost) -> out.printf(
                        Locale.ROOT,
                        "  %-20s %8s ns %8s pJ%n",
                        name,
                        plain(cost.nanoseconds()),
                        plain(cost.picojoules())));
        spec.costs()
                .barrier()
                .forEach(entry -> out.printf(
                        Locale.ROOT, "  barrier, %3d tiles   %8s ns%n", entry.tiles(), plain(entry.nanoseconds())));
        out.println();
        out.println("digest    " + spec.digest());
    }

    void print(PrintWriter out, String name) {
        MemorySpec memory = spec.memory(name);
        out.println(memory.name() + " of " + spec.name() + " - " + memory.title());
        out.printf(
                "%d entries of %d word(s) of %d bits; truth: %s; layout: %s%n",
                memory.entries(),
                memory.entryWords(),
                memory.wordBits(),
                memory.authority() == MemorySpec.Authority.WORDS ? "the words" : "the machine's state",
                memory.layout());
        out.println();
        out.printf("  %-4s %-7s %-16s %-7s %s%n", "word", "bits", "field", "signed", "meaning");
        for (FieldSpec field : memory.fields()) {
            out.printf(
                    "  %-4d %-7s %-16s %-7s %s  [%s]%n",
                    field.word(),
                    (field.low() + field.bits() - 1) + ":" + field.low(),
                    field.name(),
                    field.signed() ? "yes" : "no",
                    field.meaning(),
                    field.source());
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    ObjectNode json() {
        ObjectNode root = Json.object();
        root.put("name", spec.name());
        root.put("title", spec.title());
        root.put("family", spec.family());
        root.put("revision", spec.revision());
        root.put("identity", spec.identity());
        ObjectNode exactness = root.putObject("exactness");
        exactness.put("level", spec.exactness().level().name().toLowerCase(Locale.ROOT));
        exactness.put("reference", spec.exactness().reference());
        spec.exactness().goldenSets().forEach(exactness.putArray("golden_sets")::add);
        spec.exactness().notCovered().forEach(exactness.putArray("not_covered")::add);
        ObjectNode grid = root.putObject("grid");
        grid.put("columns", spec.grid().columns());
        grid.put("rows", spec.grid().rows());
        grid.put("cores_per_tile", spec.grid().coresPerTile());
        grid.put("chips", spec.grid().chips());
        grid.put("cores", spec.cores());
        ObjectNode clock = root.putObject("clock");
        clock.put("nanoseconds_per_cycle", spec.clock().nanosecondsPerCycle());
        clock.put("policy", spec.clock().policy().name().toLowerCase(Locale.ROOT));
        clock.put("tick_cycles", spec.clock().tickCycles());
        ObjectNode limits = root.putObject("limits");
        spec.limits().values().forEach(limit -> {
            ObjectNode node = limits.putObject(limit.name());
            node.put("value", limit.value());
            node.put("unit", limit.unit());
            node.put("source", limit.source());
        });
        var memories = root.putArray("memories");
        spec.memories().forEach(memory -> memories.add(json(memory.name())));
        ObjectNode costs = root.putObject("costs");
        costs.put("model", spec.costs().model());
        costs.put("source", spec.costs().source());
        ObjectNode items = costs.putObject("items");
        spec.costs().sorted().forEach((name, cost) -> {
            ObjectNode node = items.putObject(name);
            node.put("nanoseconds", cost.nanoseconds());
            node.put("picojoules", cost.picojoules());
        });
        root.put("digest", spec.digest());
        return root;
    }

    ObjectNode json(String name) {
        MemorySpec memory = spec.memory(name);
        ObjectNode root = Json.object();
        root.put("name", memory.name());
        root.put("title", memory.title());
        root.put("entries", memory.entries());
        root.put("entry_words", memory.entryWords());
        root.put("word_bits", memory.wordBits());
        root.put("authority", memory.authority().name().toLowerCase(Locale.ROOT));
        root.put("layout", memory.layout());
        var fields = root.putArray("fields");
        for (FieldSpec field : memory.fields()) {
            ObjectNode node = fields.addObject();
            node.put("name", field.name());
            node.put("word", field.word());
            node.put("low", field.low());
            node.put("bits", field.bits());
            node.put("signed", field.signed());
            node.put("meaning", field.meaning());
            node.put("source", field.source());
        }
        return root;
    }
}
