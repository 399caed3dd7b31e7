/** The Android sample: the messages of a feed and the state of its connection. */
@NullMarked
package dev.holdfast.samples.android;

import org.jspecify.annotations.NullMarked;
