/** The laboratory: the float64 model of the cells beside the chip, and experiments on both. */
package dev.ranvier.tools.lab;
