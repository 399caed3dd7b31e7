/** Realtime feeds on every platform. What is not exported is nobody else's business and changes without notice. */
module dev.holdfast.core {
    // The platform's artifact brings OkHttp, and with it okio.
    requires static okhttp3;
    requires static okio;
    requires transitive com.google.gson;
    requires java.logging;
    requires static transitive org.jspecify;

    exports dev.holdfast;
    exports dev.holdfast.protocol;
    exports dev.holdfast.spi;
    exports dev.holdfast.transport;
}
