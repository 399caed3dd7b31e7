package dev.holdfast.simulation;

import dev.holdfast.CloseReason;
import dev.holdfast.internal.client.RealClient;
import dev.holdfast.internal.link.Link;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.session.SessionStatus;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.LinkedHashSet;

/** Access to internals of the client where it would otherwise behave randomly. */
final class SimPeek {
    private static final Field STATUS = field(Session.class, "status");
    private static final Field OWNER = field(Session.class, "owner");
    private static final Field SESSION = field(Link.class, "owner");

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
