/** Experiments as data: the YAML file and what it describes, in physical units. */
package dev.ranvier.tools.lab.experiment;
