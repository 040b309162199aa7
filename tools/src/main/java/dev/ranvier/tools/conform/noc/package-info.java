/**
 * Conformance cases of set {@code noc}: traces, zero-load latencies, curves and speed workloads of the mesh, and RANC's
 * routers. Start with {@link dev.ranvier.tools.conform.noc.NocCases}.
 */
package dev.ranvier.tools.conform.noc;
