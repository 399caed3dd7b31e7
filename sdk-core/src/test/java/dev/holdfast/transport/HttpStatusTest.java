package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import dev.holdfast.CloseReason.Kind;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpStatusTest {
    /** Sun, 06 Nov 1994 08:49:37 GMT. */
    private static final long THEN = 784_111_777_000L;

    private static Response.Builder head(int code, String contentType) {
        return new Response.Builder()
                .request(new Request.Builder().url("http://localhost/").build())
                .protocol(Protocol.HTTP_1_1)
                .code(code)
                .message("")
                .headers(contentType == null ? Headers.EMPTY : Headers.of("Content-Type", contentType));
    }

    private static CloseReason reason(Response head) {
        return HttpStatus.reason(head, "something else", () -> THEN);
    }

    @ParameterizedTest
    @CsvSource({
        "101, HTTP_STATUS, false",
        "200, CONTENT_TYPE, false",
        "202, CONTENT_TYPE, false",
        "204, NO_CONTENT, false",
        "205, NO_CONTENT, false",
        "300, REDIRECT, false",
        "304, REDIRECT, false",
        "400, HTTP_STATUS, false",
        "401, HTTP_STATUS, false",
        "403, HTTP_STATUS, false",
        "404, HTTP_STATUS, false",
        "405, HTTP_STATUS, false",
        "407, HTTP_STATUS, false",
        "408, HTTP_STATUS, true",
        "410, HTTP_STATUS, false",
        "418, HTTP_STATUS, false",
        "421, HTTP_STATUS, true",
        "425, HTTP_STATUS, true",
        "426, HTTP_STATUS, false",
        "429, HTTP_STATUS, true",
        "500, HTTP_STATUS, true",
        "501, HTTP_STATUS, false",
        "502, HTTP_STATUS, true",
        "503, HTTP_STATUS, true",
        "504, HTTP_STATUS, true",
        "505, HTTP_STATUS, false",
        "599, HTTP_STATUS, true"
    })
    void statusTellsKindAndWhetherToRetry(int code, Kind kind, boolean retryable) {
        CloseReason reason = reason(head(code, null).build());
        assertThat(reason.kind()).isEqualTo(kind);
        assertThat(reason.retryable()).isEqualTo(retryable);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.retryAfter()).isNull();
    }

    @Test
    void htmlMayBeACaptivePortal() {
        CloseReason reason = reason(head(200, "Text/HTML; charset=utf-8").build());
        assertThat(reason.kind()).isEqualTo(Kind.CONTENT_TYPE);
        assertThat(reason.retryable()).isTrue();
        assertThat(reason.text()).contains("captive portal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "te xt/html;", "<b>/<i>", "; text/html"})
    void malformedTypeIsNoType(String type) {
        assertThat(reason(head(200, type).build()).text()).contains("no content type");
    }

    @Test
    void otherContentSaysWhatCameAndWhatWasExpected() {
        assertThat(reason(head(200, "application/json").build()).text())
                .contains("application/json")
                .contains("something else");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "1 | 1",
                "3600 | 3600",
                "3601 | 3600",
                "999999999 | 3600",
                "99999999999999999999999 | 3600",
                "Sun, 06 Nov 1994 08:49:47 GMT | 10",
                "Sunday, 06-Nov-94 08:49:47 GMT | 10",
                "Sun Nov  6 08:49:47 1994 | 10",
                "Sun, 06 Nov 1994 08:49:38 GMT | 1",
                "Sun, 06 Nov 2044 08:49:47 GMT | 3600"
            })
    void retryAfterIsALeastWait(String value, long seconds) {
        assertThat(reason(head(503, null).header("Retry-After", value).build()).retryAfter())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1.5",
                "soon",
                "1s",
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1970 08:49:37 GMT"
            })
    void retryAfterThatMakesNoSenseIsIgnored(String value) {
        assertThat(reason(head(429, null).header("Retry-After", value).build()).retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 18:49:37 GMT | Sun, 06 Nov 1994 18:49:57 GMT | 20",
                "Sat, 05 Nov 1994 22:49:37 GMT | Sat, 05 Nov 1994 22:49:57 GMT | 20",
                "Sun, 06 Nov 1994 18:49:37 GMT | Sun, 06 Nov 1994 18:49:37 GMT |",
                "yesterday | Sun, 06 Nov 1994 08:49:57 GMT | 20"
            })
    void dateOfARetryIsMeasuredByTheServersClock(String sent, String retryAfter, Integer seconds) {
        assertThat(reason(head(503, null)
                                .header("Date", sent)
                                .header("Retry-After", retryAfter)
                                .build())
                        .retryAfter())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void retryAfterIsNothingWhereNoAttemptIsMade() {
        assertThat(reason(head(403, null).header("Retry-After", "5").build()).retryAfter())
                .isNull();
    }
}
