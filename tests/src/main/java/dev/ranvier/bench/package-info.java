/** JMH benchmarks; every claim of speed names its class here. */
package dev.ranvier.bench;
