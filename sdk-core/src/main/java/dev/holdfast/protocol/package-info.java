/**
 * The wire protocols, which define the format of topics, messages and acknowledgements on a connection. JSON is read
 * and written with Gson.
 */
@NullMarked
package dev.holdfast.protocol;

import org.jspecify.annotations.NullMarked;
