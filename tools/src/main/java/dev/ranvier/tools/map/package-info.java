/** From a network to an image: limits, partition, placement, assembly. */
package dev.ranvier.tools.map;
