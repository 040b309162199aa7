/** What a laboratory hands out: reports, tables, JSON. */
package dev.ranvier.tools.lab.report;
