package dev.ranvier.firmware;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a subscription has received and its reader has not yet taken. Bytes are credited back to the server as they come in
 * while the buffer has room, and as they are taken when it has none. Filled by the connection's thread, emptied by any.
 *
 * @param <T> kind of items
 */
final class EventQueue<T> {
    private record Item<T>(T value, int bytes) {}

    /** Tells the server that it may send more. */
    interface Grant {
        /** So many bytes. */
        void bytes(long count);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private final long bufferBytes;
    private final long grantBytes;
    private final Grant grant;
    private long buffered;
    private long owed;
    private long fullSince;
    private boolean ended;
    private DeviceException reason;

    /** @param windowBytes the server's credit; it is refilled in quarters */
    EventQueue(long windowBytes, long bufferBytes, Grant grant) {
        this.bufferBytes = bufferBytes;
        this.grantBytes = Math.max(1, windowBytes / 4);
        this.grant = grant;
    }

    void offer(T value, int bytes) {
        lock.lock();
        try {
            items.add(new Item<>(value, bytes));
            buffered += bytes;
            owed += bytes;
            settle();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        long unread = Math.max(0, buffered - bufferBytes);
        long payable = owed - unread;
        if (payable >= grantBytes || (payable > 0 && items.isEmpty())) {
            owed -= payable;
            grant.bytes(payable);
        }
        fullSince = unread == 0 ? 0 : fullSince == 0 ? System.nanoTime() : fullSince;
    }

    /** Nothing more comes; {@code why} is thrown once everything is taken, null just ends it. */
    void end(DeviceException why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                reason = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next item; waits for it.
     *
     * @param nanos longest wait; negative = for ever
     * @return null if the wait or the subscription is over
     */
    T take(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (items.isEmpty()) {
                if (ended) {
                    if (reason != null) {
                        throw reason.here();
                    }
                    return null;
                }
                if (nanos < 0) {
                    changed.await();
                } else if (left <= 0) {
                    return null;
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            Item<T> item = items.poll();
            buffered -= item.bytes;
            fullSince = 0; // somebody reads
            settle();
            return item.value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeviceException.error(ErrorCode.CANCELLED, "interrupted while waiting for events")
                    .cause(e)
                    .build();
        } finally {
            lock.unlock();
        }
    }

    /** True once everything is taken and nothing more comes. */
    boolean finished() {
        lock.lock();
        try {
            return ended && items.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds for which the buffer has been full with nothing taken; 0 if it is not. */
    long fullNanos() {
        lock.lock();
        try {
            return fullSince == 0 ? 0 : System.nanoTime() - fullSince;
        } finally {
            lock.unlock();
        }
    }
}
