package dev.holdfast.samples.android;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** What Android Studio reads agrees with what is compiled and run here, since nothing here reads it. */
public class GradleFilesTest {
    private final String pom = read("pom.xml");
    private final String versions = read("gradle/libs.versions.toml");

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String first(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as(regex).isTrue();
        return matcher.group(1);
    }

    private String version(String name) {
        return first("(?m)^" + name + " = \"(.+)\"$", versions);
    }

    @Test
    public void versionsAreTheOnesThatWereTried() {
        assertThat(version("holdfast")).isEqualTo(first("<version>(.+?)</version>", pom));
        assertThat(version("coroutines")).isEqualTo(first("<coroutines.version>(.+?)<", pom));
        assertThat(version("jspecify")).isEqualTo(first("<jspecify.version>(.+?)<", read("../../pom.xml")));
    }

    @Test
    public void theManifestNamesWhatThereIs() throws Exception {
        Matcher names = Pattern.compile("android:name=\"(dev\\.holdfast\\.[^\"]+)\"")
                .matcher(read("app/src/main/AndroidManifest.xml"));
        int found = 0;
        for (; names.find(); found++) {
            assertThat(Class.forName(names.group(1)).getPackageName())
                    .isEqualTo(first("namespace = \"(.+)\"", read("app/build.gradle.kts")));
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    public void libraryAndAppHaveOneFloor() {
        String library = read("../../sdk-android/src/main/aar/AndroidManifest.xml");
        assertThat(first("minSdk = (\\d+)", read("app/build.gradle.kts")))
                .isEqualTo(first("minSdkVersion=\"(\\d+)\"", library));
    }
}
