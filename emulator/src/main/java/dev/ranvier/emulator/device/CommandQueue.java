package dev.ranvier.emulator.device;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Commands on their way to a device's thread: a bounded intake that any thread fills, and behind it a line per session,
 * served in turn, so that a session with many requests does not keep the others waiting. What a session asks is taken in its
 * order, except that some commands overtake those that wait for a step.
 */
final class CommandQueue {
    /** Which commands must wait. */
    interface Gate {
        /** True if {@code ask} must wait for the step of its session. */
        boolean waits(Command.Ask ask);
    }

    private final ArrayBlockingQueue<Command> intake;
    private final Map<Session, ArrayDeque<Command>> lines = new HashMap<>();
    private final ArrayDeque<Session> turn = new ArrayDeque<>();
    private final ArrayDeque<Command> first = new ArrayDeque<>();

    CommandQueue(int capacity) {
        intake = new ArrayBlockingQueue<>(capacity);
    }

    /** Any thread: adds a command; false if the intake is full. */
    boolean offer(Command command) {
        return intake.offer(command);
    }

    /**
     * The device's thread: the next command whose turn it is, or null. Allocates nothing if there is none.
     */
    Command next(Gate gate) {
        for (Command command = intake.poll(); command != null; command = intake.poll()) {
            sort(command);
        }
        if (!first.isEmpty()) {
            return first.poll();
        }
        for (int i = turn.size(); i > 0; i--) {
            Session session = turn.poll();
            ArrayDeque<Command> line = lines.get(session);
            Command command = line == null ? null : take(line, gate);
            if (line != null && line.isEmpty()) {
                lines.remove(session);
            } else if (line != null) {
                turn.add(session);
            }
            if (command != null) {
                return command;
            }
        }
        return null;
    }

    private static Command take(ArrayDeque<Command> line, Gate gate) {
        boolean atHead = true;
        for (Iterator<Command> commands = line.iterator(); commands.hasNext(); atHead = false) {
            Command command = commands.next();
            boolean ready = command instanceof Command.Ask ask
                    ? !gate.waits(ask)
                    : atHead; // a farewell waits for what was asked before
            if (ready) {
                commands.remove();
                return command;
            }
        }
        return null;
    }

    private void sort(Command command) {
        switch (command) {
            case Command.Ask ask -> line(ask.session(), ask);
            case Command.Leave leave -> line(leave.session(), leave);
            case Command.Gone gone -> {
                lines.remove(gone.session()); // its turn passes when it comes
                first.add(gone);
            }
        }
    }

    private void line(Session session, Command command) {
        ArrayDeque<Command> line = lines.get(session);
        if (line == null) {
            line = new ArrayDeque<>();
            lines.put(session, line);
            if (!turn.contains(session)) {
                turn.add(session);
            }
        }
        line.add(command);
    }
}
