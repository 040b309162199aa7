/** Boards on offer over the wire: sessions, leases, command queues, streaming. The only place that knows the wire. */
package dev.ranvier.emulator.device;
