/** Additions to the core for JVM programs on Java 17 and later. */
@NullMarked
package dev.holdfast.jvm;

import org.jspecify.annotations.NullMarked;
