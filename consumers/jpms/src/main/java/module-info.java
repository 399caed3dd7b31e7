/** The module declaration that an application needs. */
module dev.holdfast.consumers.jpms {
    requires dev.holdfast.jvm;

    // Gson creates the application's types by reflection.
    opens dev.holdfast.consumers.jpms to
            com.google.gson;
}
