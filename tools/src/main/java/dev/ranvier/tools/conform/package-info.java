/** The proof: runs golden cases on the emulated chips. */
package dev.ranvier.tools.conform;
