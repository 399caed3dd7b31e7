/** History and fan-out on Redis Streams, whose entry ids are the ids of the messages. */
@NullMarked
package dev.holdfast.reference.redis;

import org.jspecify.annotations.NullMarked;
