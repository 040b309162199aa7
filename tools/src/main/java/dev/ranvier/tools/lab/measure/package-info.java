/** Recordings of a run and what is measured in them. */
package dev.ranvier.tools.lab.measure;
