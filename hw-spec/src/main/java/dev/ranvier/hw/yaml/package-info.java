/** YAML that remembers its lines. */
package dev.ranvier.hw.yaml;
