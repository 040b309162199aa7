/** Placeholder. */
package dev.ranvier.tools;
