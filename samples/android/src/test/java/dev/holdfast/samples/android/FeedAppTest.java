package dev.holdfast.samples.android;

import static org.assertj.core.api.Assertions.assertThat;

import android.content.Context;
import android.net.Network;
import android.net.NetworkCapabilities;
import android.widget.Button;
import android.widget.EditText;
import android.widget.ListView;
import android.widget.TextView;
import dev.holdfast.android.Phone;
import dev.holdfast.android.PhoneTest;
import mockwebserver3.MockResponse;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

/** The app as somebody holds it: reads the screen, presses the button, takes the network away. */
@RunWith(RobolectricTestRunner.class)
@Config(
        sdk = {26, 30, 34},
        manifest = Config.NONE,
        application = FeedApp.class)
public class FeedAppTest extends PhoneTest {
    private final Network wifi = Phone.network(100);
    private ActivityController<FeedActivity> activity;

    @Before
    public void begin() {
        activity = Robolectric.buildActivity(FeedActivity.class).setup();
    }

    @After
    public void leave() {
        ((FeedApp) phone.app).model().close();
    }

    private <V> V view(int id, Class<V> type) {
        return type.cast(activity.get().findViewById(id));
    }

    private String connection() {
        return view(android.R.id.text1, TextView.class).getText().toString();
    }

    private String newest() {
        ListView list = view(android.R.id.list, ListView.class);
        return list.getCount() == 0 ? "" : (String) list.getAdapter().getItem(0);
    }

    private void open(String url) {
        view(android.R.id.input, EditText.class).setText(url);
        view(android.R.id.button1, Button.class).performClick();
        phone.idle();
    }

    private void online() {
        phone.available(wifi);
        phone.can(wifi, NetworkCapabilities.NET_CAPABILITY_VALIDATED);
    }

    @Test
    public void messagesAreListedAndFlightModeIsShownAndSurvived() throws Exception {
        phone.networks.setActiveNetworkInfo(null);
        open(phone.url());
        phone.until(() -> connection().equals("Idle: No network available"));
        online();
        phone.silence("id: 1\ndata: first\n\nid: 2\ndata: second\n\n");
        phone.until(() -> newest().equals("second"));
        phone.until(() -> connection().equals("Connected"));
        phone.request();
        phone.lose(wifi);
        phone.until(() -> connection().equals("Idle: No network available"));
        phone.silence("id: 3\ndata: third\n\n");
        online();
        assertThat(phone.request().getHeaders().get("Last-Event-ID")).isEqualTo("2");
        phone.until(() -> newest().equals("third"));
        assertThat(view(android.R.id.list, ListView.class).getCount()).isEqualTo(3);
    }

    @Test
    public void anAddressThatIsClearedStaysSoWhileMessagesCome() throws Exception {
        open(phone.url());
        online();
        EditText address = view(android.R.id.input, EditText.class);
        address.setText("");
        phone.silence("id: 1\ndata: first\n\n");
        phone.until(() -> newest().equals("first"));
        assertThat(address.getText().toString()).isEmpty();
    }

    @Test
    public void turningTheDeviceKeepsTheConnectionAndTheList() throws Exception {
        open(phone.url());
        online();
        phone.silence("id: 1\ndata: first\n\n");
        phone.until(() -> newest().equals("first"));
        activity.recreate();
        phone.until(() -> newest().equals("first"));
        phone.until(() -> connection().equals("Connected"));
        assertThat(phone.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    public void anEndIsToldInWordsAndAnAddressThatCannotBeMeantAsWell() {
        open(phone.url());
        online();
        phone.answer(new MockResponse.Builder().code(401).build());
        phone.until(() -> newest().contains("401"));
        assertThat(connection()).contains("Closed: The server returned 401");
        open("nonsense");
        phone.until(() -> connection().contains("http, wss or ws"));
        assertThat(newest()).isEmpty();
    }

    @Test
    public void theAddressIsThereTheNextTime() {
        open(phone.url());
        phone.until(() ->
                phone.app.getSharedPreferences("feed", Context.MODE_PRIVATE).contains("url"));
        FeedModel later = new FeedModel(phone.app);
        phone.until(() -> later.getFeed().getValue().getUrl().equals(phone.url()));
        activity.pause().stop().destroy();
        activity = Robolectric.buildActivity(FeedActivity.class).setup();
        phone.until(() ->
                view(android.R.id.input, EditText.class).getText().toString().equals(phone.url()));
    }
}
