/** An application on the module path. */
@NullMarked
package dev.holdfast.consumers.jpms;

import org.jspecify.annotations.NullMarked;
