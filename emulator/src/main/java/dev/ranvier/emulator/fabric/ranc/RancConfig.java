package dev.ranvier.emulator.fabric.ranc;

import dev.ranvier.hw.RanvierException;

/**
 * What defines a grid of RANC routers; the names are those of the Verilog parameters (RANC, hardware/IP/RANCNetwork).
 *
 * @param columns GRID_DIMENSION_X, 1..512
 * @param rows GRID_DIMENSION_Y, 1..512; at most 65536 routers
 * @param bufferDepth ROUTER_BUFFER_DEPTH: packets per FIFO, 1..1024, 4 by default
 * @param inputDepth INPUT_BUFFER_DEPTH: packets of the FIFO through which the chip's input enters node 0, 1..65536, 512
 *     by default
 * @param dxBits width of a packet's horizontal distance, 1..9; MAX_DIMENSION_X is 2 to the power of it
 * @param dyBits width of a packet's vertical distance, 1..9; MAX_DIMENSION_Y is 2 to the power of it
 */
public record RancConfig(int columns, int rows, int bufferDepth, int inputDepth, int dxBits, int dyBits) {
    private static final int DISTANCE_BITS = 9;
    private static final int MAX_ROUTERS = 1 << 16;

    /** Distances of 9 bits, as the Verilog has them by default. */
    public RancConfig(int columns, int rows, int bufferDepth, int inputDepth) {
        this(columns, rows, bufferDepth, inputDepth, DISTANCE_BITS, DISTANCE_BITS);
    }

    /** Checks every value. */
    public RancConfig {
        check("columns", columns, 512);
        check("rows", rows, 512);
        check("router buffer depth", bufferDepth, 1024);
        check("input buffer depth", inputDepth, 1 << 16);
        check("routers (columns x rows)", (long) columns * rows, MAX_ROUTERS);
        check("bits of the horizontal distance", dxBits, DISTANCE_BITS);
        check("bits of the vertical distance", dyBits, DISTANCE_BITS);
        check("packets in all buffers", (long) columns * rows * Fifo.COUNT * bufferDepth, 1 << 26);
    }

    private static void check(String what, long value, int high) {
        if (value < 1 || value > high) {
            throw new RanvierException(what + " of a RANC grid is " + value + ": allowed are 1.." + high);
        }
    }

    /** The Verilog's default depths. */
    public static RancConfig grid(int columns, int rows) {
        return new RancConfig(columns, rows, 4, 512);
    }

    /** Number of routers and of nodes. */
    public int nodes() {
        return columns * rows;
    }
}
