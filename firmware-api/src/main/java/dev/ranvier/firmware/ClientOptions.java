package dev.ranvier.firmware;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param host name or address of the server
 * @param port its TCP port, 1..65535
 * @param name name of this program, for logs and as lease label
 * @param token secret, if the server asks for one; empty = none
 * @param connectTimeout longest wait for the connection and the server's welcome
 * @param requestTimeout longest wait for an answer; runs and steps may take as long as they take
 */
public record ClientOptions(
        String host, int port, String name, String token, Duration connectTimeout, Duration requestTimeout) {
    /** Refuses impossible values. */
    public ClientOptions {
        if (port < 1 || port > 65535) {
            throw new DeviceException(ErrorCode.INVALID_ARGUMENT, "port", "port " + port + "; allowed: 1..65535");
        }
    }

    /** Default timeouts: 10 s to connect, 30 s for an answer. */
    public static ClientOptions of(String host, int port) {
        return new ClientOptions(host, port, "ranvier-client", "", Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** With another program name. */
    public ClientOptions withName(String programName) {
        return new ClientOptions(host, port, programName, token, connectTimeout, requestTimeout);
    }

    /** With a secret. */
    public ClientOptions withToken(String secret) {
        return new ClientOptions(host, port, name, secret, connectTimeout, requestTimeout);
    }

    /** With another wait for the connection. */
    public ClientOptions withConnectTimeout(Duration timeout) {
        return new ClientOptions(host, port, name, token, timeout, requestTimeout);
    }

    /** With another wait for answers. */
    public ClientOptions withRequestTimeout(Duration timeout) {
        return new ClientOptions(host, port, name, token, connectTimeout, timeout);
    }

    @Override
    public String toString() {
        return host + ":" + port; // never the token
    }
}
