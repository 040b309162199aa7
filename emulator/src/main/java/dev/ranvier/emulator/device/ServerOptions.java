package dev.ranvier.emulator.device;

import dev.ranvier.hw.RanvierException;
import java.time.Duration;

/**
 * How a server listens and what it allows.
 *
 * @param address address to listen at; loopback unless the server is meant for others
 * @param port TCP port; 0 = any free one
 * @param token secret that every client must name; empty = none
 * @param name what the server calls itself
 * @param limits what it allows
 * @param timeouts how long it waits
 */
public record ServerOptions(String address, int port, String token, String name, Limits limits, Timeouts timeouts) {
    /** Largest frame without bulk data, bytes. */
    public static final int CONTROL_FRAME_BYTES = 1 << 20;

    /** Largest frame, bytes. */
    public static final int DATA_FRAME_BYTES = 4 << 20;

    /** Largest piece of an image, bytes. */
    public static final int CHUNK_BYTES = 1 << 20;

    /** Smallest first credit of a subscription or an input stream, bytes. */
    public static final int MIN_WINDOW_BYTES = 16 << 10;

    /** Refuses impossible values. */
    public ServerOptions {
        if (port < 0 || port > 65535) {
            throw new RanvierException("port " + port + "; allowed: 1..65535, or 0 for any free one");
        }
    }

    /** Loopback, any free port, no token. */
    public static ServerOptions defaults() {
        return new ServerOptions("127.0.0.1", 0, "", "ranvier", Limits.defaults(), Timeouts.defaults());
    }

    /** With another address and port. */
    public ServerOptions withAddress(String newAddress, int newPort) {
        return new ServerOptions(newAddress, newPort, token, name, limits, timeouts);
    }

    /** With another port. */
    public ServerOptions withPort(int newPort) {
        return withAddress(address, newPort);
    }

    /** With a secret. */
    public ServerOptions withToken(String secret) {
        return new ServerOptions(address, port, secret, name, limits, timeouts);
    }

    /** With another name. */
    public ServerOptions withName(String newName) {
        return new ServerOptions(address, port, token, newName, limits, timeouts);
    }

    /** With other limits. */
    public ServerOptions withLimits(Limits newLimits) {
        return new ServerOptions(address, port, token, name, newLimits, timeouts);
    }

    /** With other waits. */
    public ServerOptions withTimeouts(Timeouts newTimeouts) {
        return new ServerOptions(address, port, token, name, limits, newTimeouts);
    }

    /** With another longest lease, seconds; the usual one is shortened to it if need be. */
    public ServerOptions withLongestLease(int seconds) {
        return withLimits(new Limits(
                limits.connections,
                limits.pipelinedRequests,
                limits.subscriptions,
                limits.deviceSubscriptions,
                limits.windowBytes,
                limits.inputStreams,
                limits.inputWindowBytes,
                limits.imageBytes,
                Math.min(limits.leaseSecondsMin, seconds),
                seconds,
                Math.min(limits.leaseSecondsDefault, seconds)));
    }

    @Override
    public String toString() {
        return name + " at " + address + ":" + port; // never the token
    }

    /**
     * What a server allows.
     *
     * @param connections most connections at a time
     * @param pipelinedRequests unanswered requests per connection
     * @param subscriptions subscriptions per connection
     * @param deviceSubscriptions subscriptions per device
     * @param windowBytes first and largest credit of a subscription
     * @param inputStreams input streams per device
     * @param inputWindowBytes input that may wait per stream
     * @param imageBytes largest image
     * @param leaseSecondsMin shortest lease
     * @param leaseSecondsMax longest lease
     * @param leaseSecondsDefault lease when none is asked for
     */
    public record Limits(
            int connections,
            int pipelinedRequests,
            int subscriptions,
            int deviceSubscriptions,
            int windowBytes,
            int inputStreams,
            int inputWindowBytes,
            long imageBytes,
            int leaseSecondsMin,
            int leaseSecondsMax,
            int leaseSecondsDefault) {
        /** Refuses impossible values. */
        public Limits {
            if (leaseSecondsMin < 1
                    || leaseSecondsDefault < leaseSecondsMin
                    || leaseSecondsMax < leaseSecondsDefault
                    || leaseSecondsMax > 86_400) {
                throw new RanvierException("leases of " + leaseSecondsMin + ".." + leaseSecondsMax + " s, usually "
                        + leaseSecondsDefault + " s: they must ascend, within 1..86400 s");
            }
            if (windowBytes < MIN_WINDOW_BYTES || inputWindowBytes < MIN_WINDOW_BYTES) {
                throw new RanvierException("windows of " + windowBytes + " and " + inputWindowBytes
                        + " bytes; at least " + MIN_WINDOW_BYTES + " each");
            }
            if (connections < 1 || pipelinedRequests < 1) {
                throw new RanvierException(
                        connections + " connections with " + pipelinedRequests + " requests each; at least 1");
            }
        }

        /** 64 connections, 1 MiB windows, images up to 512 MiB, leases of 2 to 300 s. */
        public static Limits defaults() {
            return new Limits(64, 64, 16, 64, 1 << 20, 16, 1 << 20, 512L << 20, 2, 300, 60);
        }
    }

    /**
     * How long a server waits.
     *
     * @param handshake for a new connection's preamble and Hello
     * @param idle silence after which a connection is closed
     * @param stall how long an observer's lossless subscription may be out of credit before it is cut
     */
    public record Timeouts(Duration handshake, Duration idle, Duration stall) {
        /** 5 s, 330 s (longer than the longest usual lease), 1 s. */
        public static Timeouts defaults() {
            return new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(330), Duration.ofSeconds(1));
        }
    }
}
