/**
 * The surface of Holdfast that apps touch: the client, its subscriptions and listeners, and the immutable values and
 * policies they are made of.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
