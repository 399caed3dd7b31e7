/** What a phone asks of a client. */
@NullMarked
package dev.holdfast.android;

import org.jspecify.annotations.NullMarked;
