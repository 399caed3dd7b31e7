/** Topics, their recent messages, and those who read them. Knows neither a network nor a store. */
@NullMarked
package dev.holdfast.reference.feed;

import org.jspecify.annotations.NullMarked;
