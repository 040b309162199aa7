package dev.ranvier.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private final List<Long> grants = new ArrayList<>();

    @Test
    @DisplayName("credit goes back at once while the buffer has room, and only as items are taken when it has none")
    void grantsFollowTheBuffer() {
        EventQueue<Integer> queue = new EventQueue<>(400, 1000, grants::add);
        queue.offer(1, 400);
        queue.offer(2, 400);
        assertEquals(List.of(400L, 400L), grants);
        queue.offer(3, 400); // 1200 unread: 200 are not paid
        assertEquals(List.of(400L, 400L, 200L), grants);
        queue.offer(4, 400);
        assertEquals(3, grants.size());
        assertTrue(queue.fullNanos() > 0);
        assertEquals(1, queue.take(-1));
        assertEquals(List.of(400L, 400L, 200L, 400L), grants);
        queue.take(-1);
        queue.take(-1);
        queue.take(-1);
        assertEquals(1600, grants.stream().mapToLong(Long::longValue).sum());
        assertEquals(0, queue.fullNanos());
    }

    @Test
    @DisplayName("an end is told once everything that came before it is taken")
    void end() {
        EventQueue<String> queue = new EventQueue<>(100, 0, grants::add);
        queue.offer("last", 10);
        queue.end(new DeviceException(ErrorCode.RESOURCE_EXHAUSTED, "cut"));
        queue.end(null);
        assertEquals("last", queue.take(-1));
        assertEquals(
                ErrorCode.RESOURCE_EXHAUSTED,
                assertThrows(DeviceException.class, () -> queue.take(-1)).code());
        EventQueue<String> closed = new EventQueue<>(100, 0, grants::add);
        assertNull(closed.take(1_000_000));
        closed.end(null);
        assertNull(closed.take(-1));
    }
}
