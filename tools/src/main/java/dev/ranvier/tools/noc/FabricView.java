package dev.ranvier.tools.noc;

import dev.ranvier.emulator.fabric.FabricStatistics;
import dev.ranvier.emulator.fabric.LinkLoad;
import dev.ranvier.emulator.fabric.QueueMark;
import dev.ranvier.tools.report.model.MeshPart.Direction;
import java.util.List;
import java.util.Locale;

/**
 * What one chip's fabric has counted, in the form that tables and pictures need.
 *
 * @param chip number of the chip on its board, from 0
 * @param cycles cycles counted
 * @param capacity flits that a link carries per cycle at most: 1 for the mesh, 0.5 for RANC's
 * @param links loads of all links
 * @param queues marks of all buffers
 */
public record FabricView(int chip, long cycles, double capacity, List<LinkLoad> links, List<QueueMark> queues) {
    /** Copies the lists. */
    public FabricView {
        links = List.copyOf(links);
        queues = List.copyOf(queues);
    }

    /** The view of a chip that stands alone. */
    public static FabricView of(FabricStatistics statistics, double capacity) {
        return new FabricView(0, statistics.cycles(), capacity, statistics.links(), statistics.queues());
    }

    /** Used part of a link's capacity, 0..1. */
    public double load(LinkLoad link) {
        return link.utilisation(cycles) / capacity;
    }

    /** Direction of a port by its name: {@code +x} or {@code east}, ..., {@code terminal} or {@code local}. */
    public static Direction direction(String port) {
        return switch (port.toLowerCase(Locale.ROOT)) {
            case "+x", "east" -> Direction.EAST;
            case "-x", "west" -> Direction.WEST;
            case "+y", "north" -> Direction.NORTH;
            case "-y", "south" -> Direction.SOUTH;
            default -> Direction.LOCAL;
        };
    }
}
