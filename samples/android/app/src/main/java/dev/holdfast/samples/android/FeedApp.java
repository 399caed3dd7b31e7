package dev.holdfast.samples.android;

import android.app.Application;

/**
 * The application, which keeps the model for the life of the process. A rotated device creates a new activity and
 * keeps the connection.
 */
public final class FeedApp extends Application {
    private final FeedModel model = new FeedModel(this);

    FeedModel model() {
        return model;
    }
}
