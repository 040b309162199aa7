/** The serialised chip image, the same in a file and on the wire. */
package dev.ranvier.firmware.image;
