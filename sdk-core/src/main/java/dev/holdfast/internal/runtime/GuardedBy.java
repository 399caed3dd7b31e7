package dev.holdfast.internal.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the lock that protects a field, a method or a type.
 *
 * <ul>
 *   <li>On a field: it is read and written only while the lock is held. Constructors are exempt.
 *   <li>On a method: callers hold the lock.
 *   <li>On a type: callers hold another type's lock for all methods and fields, except where Javadoc allows a call
 *       without it. Constructors are exempt.
 * </ul>
 *
 * <p>An architecture test checks all three. It sees that a method uses the lock, not for how long it is held.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface GuardedBy {
    /** Returns the name of the field that holds the lock; on a type with its class, such as "Mailbox.lock". */
    String value();
}
