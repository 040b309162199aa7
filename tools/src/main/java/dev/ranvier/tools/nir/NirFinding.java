package dev.ranvier.tools.nir;

/**
 * One fault of a file.
 *
 * @param reason its code
 * @param place where: an HDF5 path, a node, an edge or a parameter
 * @param message what is wrong there, what is allowed, what to do
 */
public record NirFinding(NirReason reason, String place, String message) {

    @Override
    public String toString() {
        return reason.code() + ": " + place + ": " + message;
    }
}
