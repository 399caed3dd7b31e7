/** Off limits to apps: it changes without notice. */
@NullMarked
package dev.holdfast.internal;

import org.jspecify.annotations.NullMarked;
