/**
 * The API that apps use: the client, its subscriptions, their messages, and the policies and values that configure
 * them. Every type here is safe for use by multiple threads unless its Javadoc states otherwise.
 */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
