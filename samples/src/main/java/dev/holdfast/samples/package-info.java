/** Small programs that show the SDK at work. */
@NullMarked
package dev.holdfast.samples;

import org.jspecify.annotations.NullMarked;
