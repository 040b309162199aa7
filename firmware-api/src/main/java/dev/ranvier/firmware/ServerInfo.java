package dev.ranvier.firmware;

import java.util.List;

/**
 * What a server says of itself.
 *
 * @param server program and version
 * @param session number of this session
 * @param features what it offers
 * @param families core families of its devices
 * @param pipelinedRequests requests that may be unanswered at a time
 * @param dataFrameBytes largest frame
 * @param chunkBytes largest piece of an image
 * @param imageBytes largest image
 * @param inputWindowBytes bytes of input events that may wait per stream
 * @param subscriptionWindowBytes largest credit of a subscription
 * @param leaseSecondsMin shortest lease, seconds
 * @param leaseSecondsMax longest lease, seconds
 */
public record ServerInfo(
        String server,
        long session,
        List<String> features,
        List<String> families,
        int pipelinedRequests,
        int dataFrameBytes,
        int chunkBytes,
        long imageBytes,
        int inputWindowBytes,
        int subscriptionWindowBytes,
        int leaseSecondsMin,
        int leaseSecondsMax) {
    /** Copies its lists. */
    public ServerInfo {
        features = List.copyOf(features);
        families = List.copyOf(families);
    }
}
