/** Reports of runs: one self-contained HTML page and the same numbers as JSON. Start at {@link ReportWriter}. */
package dev.ranvier.tools.report;
