package dev.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CloseReason;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WebSocketCloseCodesTest {
    @Test
    void whichCodesAreFinal() {
        Set<Integer> fatal = Set.of(1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003);
        for (int code = 1000; code <= 4999; code++) {
            CloseReason reason = WebSocketCloseCodes.reason(code, "");
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.WEBSOCKET_CLOSE);
            assertThat(reason.code()).isEqualTo(code);
            assertThat(reason.retryable()).as("" + code).isEqualTo(!fatal.contains(code));
            assertThat(reason.text()).isNotBlank();
        }
    }

    @Test
    void theServersWordsCannotFakeALine() {
        assertThat(WebSocketCloseCodes.reason(1000, " a\r\nERROR\u0000\u001b[31m\u0085\u2028x ")
                        .text())
                .isEqualTo("a ERROR [31m x");
        assertThat(WebSocketCloseCodes.reason(1001, "\r\n \t").text()).isEqualTo("The server is going away");
    }
}
