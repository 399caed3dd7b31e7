package dev.holdfast.desktop.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.25, 0.25",
        "0.0012, 1.2e-03",
        "1e30, 1.0e+30",
        "-0.5, -0.50",
        "7, 7",
        "1.5, 1.5",
        "1000, 1 k",
        "12300000, 12.3 M",
        "-270553174016, -271 G"
    })
    void numbersOnAxesAreShort(double value, String text) {
        assertThat(ChartPicture.shortNumber(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization", "Cookie", "X-Api-Key", "x-auth-token", "Proxy-Authorization", "X-Session-Id"})
    void headersWithSecretsAreMasked(String header) {
        assertThat(SecretNames.isSecret(header)).isTrue();
    }

    @Test
    void othersAreNot() {
        assertThat(SecretNames.isSecret("X-Tenant")).isFalse();
        assertThat(SecretNames.isSecret("Accept-Language")).isFalse();
    }
}
