package dev.ranvier.tools.trace;

import dev.ranvier.hw.RanvierException;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a run is traced.
 *
 * @param firstTick first tick
 * @param endTick tick after the last
 * @param firstCycle first cycle
 * @param endCycle cycle after the last
 * @param tiles tiles on the board; empty: all
 */
public record TraceWindow(long firstTick, long endTick, long firstCycle, long endCycle, BitSet tiles) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");
    private static final Pattern TILES =
            Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,4}),(\\d{1,4})(?:\\.\\.(\\d{1,4}),(\\d{1,4}))?");

    /** Copies the set and checks the ranges. */
    public TraceWindow {
        tiles = (BitSet) tiles.clone();
        if (firstTick >= endTick || firstCycle >= endCycle) {
            throw new RanvierException("a trace of ticks " + firstTick + ".." + (endTick - 1) + " and cycles "
                    + firstCycle + ".." + (endCycle - 1) + " is empty: end it after its start");
        }
    }

    /** Everything. */
    public static TraceWindow all() {
        return new TraceWindow(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, new BitSet());
    }

    /** This with a range of ticks, {@code FIRST..LAST}, both included. */
    public TraceWindow withTicks(String range) {
        long[] ends = range("ticks", range);
        return new TraceWindow(ends[0], ends[1] + 1, firstCycle, endCycle, tiles);
    }

    /** This with a range of cycles, {@code FIRST..LAST}, both included. */
    public TraceWindow withCycles(String range) {
        long[] ends = range("cycles", range);
        return new TraceWindow(firstTick, endTick, ends[0], ends[1] + 1, tiles);
    }

    private static long[] range(String what, String text) {
        Matcher ends = RANGE.matcher(text.trim());
        if (!ends.matches()) {
            throw new RanvierException(what + " '" + text + "': give a range FIRST..LAST, for example 0..999");
        }
        long[] range = {Long.parseLong(ends.group(1)), Long.parseLong(ends.group(2))};
        if (range[0] > range[1]) {
            throw new RanvierException(what + " '" + text + "' end before their start: give FIRST..LAST");
        }
        return range;
    }

    /**
     * This with tiles: {@code X,Y} or a rectangle {@code X,Y..X,Y}, several parted by spaces or semicolons, each with
     * its chip before it if that is not 0: {@code 1:0,0..3,3}.
     */
    public TraceWindow withTiles(String text, TraceShape shape) {
        BitSet chosen = new BitSet();
        for (String part : text.trim().split("[;\\s]+")) {
            Matcher m = TILES.matcher(part);
            if (!m.matches()) {
                throw new RanvierException("tiles '" + part
                        + "': give X,Y or a rectangle X,Y..X,Y, with CHIP: before it if the chip is not 0");
            }
            int chip = m.group(1) == null ? 0 : Integer.parseInt(m.group(1));
            int x0 = Integer.parseInt(m.group(2));
            int y0 = Integer.parseInt(m.group(3));
            int x1 = m.group(4) == null ? x0 : Integer.parseInt(m.group(4));
            int y1 = m.group(5) == null ? y0 : Integer.parseInt(m.group(5));
            if (chip >= shape.chips() || x0 > x1 || y0 > y1 || x1 >= shape.columns() || y1 >= shape.rows()) {
                throw new RanvierException("tiles '" + part + "' do not exist: chips are 0.." + (shape.chips() - 1)
                        + ", tiles 0,0.." + (shape.columns() - 1) + "," + (shape.rows() - 1)
                        + ", the lower left corner comes first");
            }
            for (int y = y0; y <= y1; y++) {
                int row = (chip * shape.rows() + y) * shape.columns();
                chosen.set(row + x0, row + x1 + 1);
            }
        }
        return new TraceWindow(firstTick, endTick, firstCycle, endCycle, chosen);
    }

    /** True if a tile is to be seen. */
    public boolean hasTile(int tile) {
        return tiles.isEmpty() || tiles.get(tile);
    }

    @Override
    public BitSet tiles() {
        return (BitSet) tiles.clone();
    }
}
