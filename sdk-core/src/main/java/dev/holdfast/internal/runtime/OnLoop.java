package dev.holdfast.internal.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Confines a method or field to the {@linkplain EventLoop event loop}: only tasks of the loop call or access it. On a
 * type it covers all methods and fields of the type and of its nested types, except constructors, static final fields
 * and members with {@link AnyThread}.
 *
 * <p>Checked twice. A rule of the architecture test allows access only from confined members and from lambdas. {@link
 * EventLoop#assertHere()} finds, in tests, a lambda that runs on another thread.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface OnLoop {}
