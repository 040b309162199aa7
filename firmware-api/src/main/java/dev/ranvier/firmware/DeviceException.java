package dev.ranvier.firmware;

import dev.ranvier.hw.RanvierException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error that a device, its server or the way to it has answered with. */
public final class DeviceException extends RanvierException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String path;
    private final transient ChipElement element;
    private final transient Map<String, String> details;
    private final boolean retryable;
    private final long tick;

    private DeviceException(Builder builder) {
        super(builder.message, builder.cause);
        code = builder.code;
        path = builder.path;
        element = builder.element;
        details = Map.copyOf(builder.details);
        retryable = builder.retryable;
        tick = builder.tick;
    }

    /** An error without further particulars. */
    public DeviceException(ErrorCode code, String message) {
        this(error(code, message));
    }

    /** An error of a field of the request. */
    public DeviceException(ErrorCode code, String path, String message) {
        this(error(code, message).path(path));
    }

    /** Starts the description of an error. */
    public static Builder error(ErrorCode code, String message) {
        return new Builder(code, message);
    }

    /** The same error, thrown where the calling thread stands. */
    DeviceException here() {
        Builder copy = error(code, getMessage()).path(path).element(element()).tick(tick);
        details().forEach(copy::detail);
        if (retryable) {
            copy.retryable();
        }
        return copy.cause(this).build();
    }

    /** What kind of error. */
    public ErrorCode code() {
        return code;
    }

    /** Field of the request that is at fault, e.g. {@code ranges[0].address}; empty = none in particular. */
    public String path() {
        return path;
    }

    /** Part of the chip that it concerns. */
    public ChipElement element() {
        return element == null ? ChipElement.NONE : element;
    }

    /** Values for programs, e.g. {@code run} = number of the run under way. */
    public Map<String, String> details() {
        return details == null ? Map.of() : details;
    }

    /** True if the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Last completed tick of the device when it happened; 0 if no device was involved. */
    public long tick() {
        return tick;
    }

    /** Describes an error step by step. Not for several threads. */
    public static final class Builder {
        private final ErrorCode code;
        private final String message;
        private final Map<String, String> details = new LinkedHashMap<>();
        private String path = "";
        private ChipElement element = ChipElement.NONE;
        private boolean retryable;
        private long tick;
        private Throwable cause;

        private Builder(ErrorCode code, String message) {
            this.code = code;
            this.message = message;
        }

        /** Names the field of the request. */
        public Builder path(String field) {
            path = field;
            return this;
        }

        /** Names the part of the chip. */
        public Builder element(ChipElement part) {
            element = part;
            return this;
        }

        /** Adds a value for programs. */
        public Builder detail(String key, String value) {
            details.put(key, value);
            return this;
        }

        /** The same request may succeed later. */
        public Builder retryable() {
            retryable = true;
            return this;
        }

        /** States the device's last completed tick. */
        public Builder tick(long lastCompleted) {
            tick = lastCompleted;
            return this;
        }

        /** States the fault behind it. */
        public Builder cause(Throwable fault) {
            cause = fault;
            return this;
        }

        /** The error. */
        public DeviceException build() {
            return new DeviceException(this);
        }
    }
}
