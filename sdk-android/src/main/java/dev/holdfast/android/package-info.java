/** The Android part of Holdfast: network, background, sleep, main thread and private files. */
@NullMarked
package dev.holdfast.android;

import org.jspecify.annotations.NullMarked;
