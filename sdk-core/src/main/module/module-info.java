/** The core of Holdfast for all platforms. Packages that are not exported are internal and may change at any time. */
module dev.holdfast.core {
    // The artifact of the platform depends on OkHttp, and thus on okio.
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
