package dev.holdfast.consumers.android;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;
import dev.holdfast.RealtimeClient;
import dev.holdfast.android.HoldfastAndroid;
import org.jspecify.annotations.Nullable;

/** An activity that shows the last price. */
public final class PricesActivity extends Activity {
    private @Nullable RealtimeClient client;

    @Override
    protected void onCreate(@Nullable Bundle state) {
        super.onCreate(state);
        TextView price = new TextView(this);
        setContentView(price);
        RealtimeClient opened =
                HoldfastAndroid.builder(this, "https://feed.example.com/prices").build();
        opened.subscribe("prices", Quote.class, message -> {
            Quote quote = message.data();
            if (quote != null) price.setText(quote.symbol + " " + quote.price);
        });
        client = opened;
    }

    @Override
    protected void onDestroy() {
        if (client != null) client.close();
        super.onDestroy();
    }
}
