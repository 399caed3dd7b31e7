package dev.holdfast.internal;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.LinkedHashSet;

/** Reaches into the client where chance would come in otherwise. */
final class SimPeek {
    private SimPeek() {}

    /** The client's own sets go by identity, which differs from run to run. */
    static void inOrder(RealClient client, String set) {
        try {
            Field field = RealClient.class.getDeclaredField(set);
            field.setAccessible(true);
            field.set(client, Collections.synchronizedSet(new LinkedHashSet<>()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
