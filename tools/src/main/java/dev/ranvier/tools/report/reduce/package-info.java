/** Makes large recordings small enough to draw, without changing what they show. */
package dev.ranvier.tools.report.reduce;
