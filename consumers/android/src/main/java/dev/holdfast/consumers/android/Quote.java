package dev.holdfast.consumers.android;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/** What the feed says. Its rules are Gson's own: annotated fields stay. */
final class Quote {
    @SerializedName("symbol")
    @Nullable
    String symbol;

    @SerializedName("price")
    double price;
}
