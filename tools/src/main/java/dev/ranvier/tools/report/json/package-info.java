/** A report as JSON. */
package dev.ranvier.tools.report.json;
