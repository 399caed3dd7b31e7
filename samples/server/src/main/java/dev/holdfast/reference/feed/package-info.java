/** Topics, their recent messages and their readings. Independent of the network and the store. */
@NullMarked
package dev.holdfast.reference.feed;

import org.jspecify.annotations.NullMarked;
