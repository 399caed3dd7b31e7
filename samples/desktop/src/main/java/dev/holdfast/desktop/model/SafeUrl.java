package dev.holdfast.desktop.model;

/** A URL without the parts that may contain secrets: user, password, query and fragment. */
public final class SafeUrl {
    private SafeUrl() {}

    /** Returns the URL without these parts. The result is not necessarily a URL. */
    public static String of(String url) {
        String rest = url.strip();
        for (char end : new char[] {'#', '?'}) {
            int at = rest.indexOf(end);
            if (at >= 0) rest = rest.substring(0, at);
        }
        int scheme = rest.indexOf("://");
        if (scheme < 0) return rest.indexOf('@') >= 0 ? "" : rest;
        int path = rest.indexOf('/', scheme + 3);
        String authority = path < 0 ? rest.substring(scheme + 3) : rest.substring(scheme + 3, path);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return rest.substring(0, scheme + 3) + host + (path < 0 ? "" : rest.substring(path));
    }
}
