/** What a report says, as plain data: {@code RunReport} and its parts. */
package dev.ranvier.tools.report.model;
