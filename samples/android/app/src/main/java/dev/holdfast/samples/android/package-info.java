/** A feed on a phone: its messages, its connection, and what becomes of both when the network goes. */
@NullMarked
package dev.holdfast.samples.android;

import org.jspecify.annotations.NullMarked;
