/** What a chip is: immutable data only. */
package dev.ranvier.hw;
