package dev.holdfast.consumers.android;

import android.app.Activity;
import android.os.Bundle;
import android.widget.TextView;
import com.google.gson.Gson;
import org.jspecify.annotations.Nullable;

/** The same application without Holdfast, to measure the size that Holdfast adds. */
public final class Plain extends Activity {
    @Override
    protected void onCreate(@Nullable Bundle state) {
        super.onCreate(state);
        TextView price = new TextView(this);
        setContentView(price);
        Quote quote = new Gson().fromJson("{}", Quote.class);
        price.setText(quote.symbol + " " + quote.price);
    }
}
