/**
 * The surface of Holdfast that apps touch: a client, its subscriptions, the messages that come, and the policies and
 * values that go with them. Everything here is safe to use from any thread unless its page says otherwise.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
