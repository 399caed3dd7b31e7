/** A minimal Android application. */
@NullMarked
package dev.holdfast.consumers.android;

import org.jspecify.annotations.NullMarked;
