/** Where the messages come from: a Holdfast client, and the demo server. No Swing here. */
@NullMarked
package dev.holdfast.desktop.feed;

import org.jspecify.annotations.NullMarked;
