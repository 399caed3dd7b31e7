/** The wire protocols: how topics, messages and acknowledgements are written on a connection. JSON is Gson's. */
@NullMarked
package dev.holdfast.protocol;

import org.jspecify.annotations.NullMarked;
