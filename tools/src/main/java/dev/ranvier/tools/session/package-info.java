/** Talking to a board, in this process or over the wire. */
package dev.ranvier.tools.session;
