/** A report as one self-contained HTML page; every figure is SVG that is drawn here, so the page needs no script. */
package dev.ranvier.tools.report.html;
