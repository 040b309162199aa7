/**
 * Activity of chips over cycles, for viewers of waveforms and timelines: whoever runs a chip or a fabric tells an {@link
 * dev.ranvier.tools.trace.ActivityListener} what happens; {@link dev.ranvier.tools.trace.ActivityRecorder} keeps what
 * lies in a window; {@link dev.ranvier.tools.trace.TraceFile} writes it as VCD (GTKWave) or Perfetto JSON.
 */
package dev.ranvier.tools.trace;
