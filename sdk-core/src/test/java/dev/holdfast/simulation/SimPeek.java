package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.fixtures.VirtualTimer;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.session.PendingCommands;
import dev.holdfast.internal.session.ReconnectSchedule;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.session.SessionStatus;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Access to internals of the client where it would otherwise behave randomly. */
final class SimPeek {
    private static final Field STATUS = field(Session.class, "status");
    private static final Field OWNER = field(Session.class, "owner");
    private static final Field SESSION = field(Link.class, "owner");
    private static final Field SCHEDULE = field(Session.class, "schedule");
    private static final Field URL = field(ReconnectSchedule.class, "url");
    private static final Field FAILURES = field(ReconnectSchedule.class, "failures");
    private static final Field COMMANDS = field(Session.class, "commands");
    private static final Field PENDING = field(PendingCommands.class, "commands");
    private static final Field GRACEFUL_CLOSE = field(Link.class, "gracefulClose");
    private static final Field SESSIONS = field(RealClient.class, "sessions");

    private SimPeek() {}

    private static Field field(Class<?> of, String name) {
        try {
            Field field = of.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Returns the session of a link. */
    static Session session(Link link) {
        return (Session) get(SESSION, link);
    }

    /** Returns the client of a session. */
    static RealClient client(Session session) {
        return (RealClient) get(OWNER, session);
    }

    /** Returns the sessions of a client. */
    @SuppressWarnings("unchecked")
    static List<Session> sessions(RealClient client) {
        return new ArrayList<>((Set<Session>) get(SESSIONS, client));
    }

    /** Returns the target of a session, null if it carries all topics. */
    static String url(Session session) {
        return (String) get(URL, get(SCHEDULE, session));
    }

    /** Returns how many attempts in a row have failed. */
    static int failures(Session session) {
        return (int) get(FAILURES, get(SCHEDULE, session));
    }

    /** Returns the data of the publishes and calls that were sent and have no answer. */
    static List<String> sent(Session session) {
        List<String> sent = new ArrayList<>();
        for (Object command : ((Map<?, ?>) get(PENDING, get(COMMANDS, session))).values()) {
            Class<?> type = command.getClass();
            if ((boolean) get(field(type, "sent"), command)) sent.add((String) get(field(type, "data"), command));
        }
        return sent;
    }

    /** Returns the time until which the close frame of a link may be written, 0 if it is closed without one. */
    static long closeDue(Link link) {
        Object close = get(GRACEFUL_CLOSE, link);
        VirtualTimer timer = (VirtualTimer) get(field(close.getClass(), "timer"), close);
        return timer == null ? 0 : timer.at;
    }

    /** Returns why the last link of the session ended. */
    static CloseReason lastReason(Session session) {
        return ((SessionStatus) get(STATUS, session)).lastReason;
    }

    /** Replaces an identity-based set of the client, whose order differs between runs. */
    static void inOrder(RealClient client, String set) {
        try {
            field(RealClient.class, set).set(client, Collections.synchronizedSet(new LinkedHashSet<>()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
