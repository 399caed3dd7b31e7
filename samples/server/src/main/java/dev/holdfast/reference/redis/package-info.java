/** History and fan-out on Redis Streams. Entry ids are the message ids. */
@NullMarked
package dev.holdfast.reference.redis;

import org.jspecify.annotations.NullMarked;
