/** What JVM programs on Java 17 and later have beyond the core. */
@NullMarked
package dev.holdfast.jvm;

import org.jspecify.annotations.NullMarked;
