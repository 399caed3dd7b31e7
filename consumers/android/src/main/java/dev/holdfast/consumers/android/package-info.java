/** An app as small as one can be. */
@NullMarked
package dev.holdfast.consumers.android;

import org.jspecify.annotations.NullMarked;
