package dev.holdfast.samples.android;

import android.app.Activity;
import android.os.Bundle;
import android.text.InputType;
import android.view.ViewGroup.LayoutParams;
import android.view.inputmethod.EditorInfo;
import android.widget.ArrayAdapter;
import android.widget.Button;
import android.widget.EditText;
import android.widget.LinearLayout;
import android.widget.ListView;
import android.widget.TextView;
import org.jspecify.annotations.Nullable;

/** The activity: an address field, the state of the connection, and the messages, newest first. */
public final class FeedActivity extends Activity {
    private @Nullable Screen screen;
    private @Nullable AutoCloseable watching;

    @Override
    protected void onCreate(@Nullable Bundle state) {
        super.onCreate(state);
        screen = new Screen();
    }

    @Override
    protected void onStart() {
        super.onStart();
        if (screen != null) watching = model().watch(screen::show);
    }

    @Override
    protected void onStop() {
        try {
            if (watching != null) watching.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        super.onStop();
    }

    private FeedModel model() {
        return ((FeedApp) getApplication()).model();
    }

    /** The views. Created without a layout file, so that the sources compile without Android's build tools. */
    private final class Screen {
        private final EditText address = new EditText(FeedActivity.this);
        private boolean filled;
        private final TextView connection = new TextView(FeedActivity.this);
        private final ArrayAdapter<String> rows =
                new ArrayAdapter<>(FeedActivity.this, android.R.layout.simple_list_item_1);

        Screen() {
            address.setId(android.R.id.input);
            address.setSingleLine(true);
            address.setInputType(InputType.TYPE_CLASS_TEXT | InputType.TYPE_TEXT_VARIATION_URI);
            address.setImeOptions(EditorInfo.IME_ACTION_GO);
            address.setHint("https://… or wss://…");
            address.setOnEditorActionListener((view, action, key) -> {
                open();
                return true;
            });
            Button go = new Button(FeedActivity.this);
            go.setId(android.R.id.button1);
            go.setText("Open");
            go.setOnClickListener(view -> open());
            connection.setId(android.R.id.text1);
            ListView list = new ListView(FeedActivity.this);
            list.setId(android.R.id.list);
            list.setAdapter(rows);
            LinearLayout bar = new LinearLayout(FeedActivity.this);
            bar.addView(address, new LinearLayout.LayoutParams(0, LayoutParams.WRAP_CONTENT, 1));
            bar.addView(go);
            LinearLayout all = new LinearLayout(FeedActivity.this);
            all.setOrientation(LinearLayout.VERTICAL);
            all.setFitsSystemWindows(true);
            all.addView(bar);
            all.addView(connection);
            all.addView(list);
            setContentView(all);
        }

        private void open() {
            model().open(address.getText().toString().trim());
        }

        void show(Feed feed) {
            if (address.length() == 0 && !filled) address.setText(feed.getUrl());
            filled |= !feed.getUrl().isEmpty(); // do not refill a field that the user has cleared
            connection.setText(feed.getConnection());
            rows.setNotifyOnChange(false);
            rows.clear();
            rows.addAll(feed.getRows());
            rows.notifyDataSetChanged();
        }
    }
}
