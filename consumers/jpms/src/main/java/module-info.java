/** What an app on the module path declares. */
module dev.holdfast.consumers.jpms {
    requires dev.holdfast.jvm;

    // Gson makes the app's own types by reflection.
    opens dev.holdfast.consumers.jpms to
            com.google.gson;
}
