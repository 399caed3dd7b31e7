package dev.holdfast.android;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import org.junit.After;
import org.junit.Before;

/** A test with a phone of its own. */
public abstract class PhoneTest {
    public final List<String> heard = new CopyOnWriteArrayList<>();
    public Phone phone;

    @Before
    public final void switchOn() throws Exception {
        phone = new Phone();
        phone.strict.begin();
    }

    @After
    public final void switchOff() {
        phone.close();
        phone.strict.end();
        assertThat(phone.strict.violations()).isEmpty();
    }

    /** An event stream that ends behind its events. */
    public static MockResponse events(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(body)
                .build();
    }
}
