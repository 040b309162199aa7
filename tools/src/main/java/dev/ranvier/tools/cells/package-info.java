/**
 * Networks of conductance-based cells for the biophysical cores of the preset {@code ranvier}: physical units to
 * registers, registers to an image. Start at {@link dev.ranvier.tools.cells.CellNetwork} and {@link
 * dev.ranvier.tools.cells.CellAssembler}.
 */
package dev.ranvier.tools.cells;
