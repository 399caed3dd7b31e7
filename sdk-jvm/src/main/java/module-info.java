/** Holdfast for the JVM: the core, OkHttp, and additions for Java 17 and later. */
module dev.holdfast.jvm {
    requires transitive dev.holdfast.core;
    requires transitive okhttp3;
    requires okio;
    // Optional modules, each needed by one class only.
    requires static java.sql;
    requires static micrometer.core;
    requires static org.slf4j;
    requires static transitive org.jspecify;

    exports dev.holdfast.jvm;
}
