/** What {@code ranvier run} does: the main example, and networks of users. */
package dev.ranvier.tools.run;
