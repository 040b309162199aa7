/** What is loaded onto a board. */
package dev.ranvier.hw.image;
