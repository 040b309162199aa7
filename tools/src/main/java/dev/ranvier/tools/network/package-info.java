/** The model of a network: populations, inputs, projections. */
package dev.ranvier.tools.network;
