/** What goes over the wire, for both sides: preamble, frames, bulk columns. */
package dev.ranvier.firmware.wire;
