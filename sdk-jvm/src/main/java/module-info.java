/** Realtime feeds on the JVM: the core, OkHttp, and what Java 17 adds. */
module dev.holdfast.jvm {
    requires transitive dev.holdfast.core;
    requires transitive okhttp3;
    requires okio;
    // Each for one class, and for those who use it.
    requires static java.sql;
    requires static micrometer.core;
    requires static org.slf4j;
    requires static transitive org.jspecify;

    exports dev.holdfast.jvm;
}
