package dev.ranvier.tools.network;

/** Parameters of the neurons of a population, one value per neuron. */
public sealed interface NeuronModel permits CompartmentModel, PhysicalModel, CellModel, ProgramModel {
    /** Number of neurons. */
    int size();
}
