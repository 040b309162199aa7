/** From physical values to what a chip can hold. */
package dev.ranvier.tools.quantize;
