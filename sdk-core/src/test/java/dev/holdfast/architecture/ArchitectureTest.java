package dev.holdfast.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.internal.runtime.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the allowed dependencies between packages, and that each rule detects violations. */
final class ArchitectureTest {
    private static final int MAX_LINES = 300;
    private static final String ROOT = "dev.holdfast";

    private static final JavaClasses SDK = new ClassFileImporter().importPath(Path.of("target/classes"));

    /** The wiring may depend on every part: the builder of the client and the classes it calls. */
    private static final DescribedPredicate<JavaClass> WIRING = DescribedPredicate.describe(
            "the wiring",
            type -> type.getPackageName().equals(ROOT)
                    && List.of("RealtimeClient", "RealtimeClient$Builder", "Wiring")
                            .contains(type.getName().substring(ROOT.length() + 1)));

    private static final DescribedPredicate<JavaClass> A_REASON_TO_SUPPRESS = DescribedPredicate.describe(
            "@SuppressForbidden", type -> type.getSimpleName().equals("SuppressForbidden"));

    /** Each rule with a package of planted classes that violate only this rule. */
    private static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "values",
                noClasses()
                        .that(resideInAPackage(ROOT).and(not(WIRING)))
                        .should()
                        .dependOnClassesThat(resideInAPackage(ROOT + ".*..").and(not(A_REASON_TO_SUPPRESS))));
        rules.put("spi", only("spi", "java..", "org.jspecify..", ROOT));
        rules.put(
                "transport",
                only(
                        "transport",
                        "java..",
                        "javax.net.ssl..",
                        "org.jspecify..",
                        "okhttp3..",
                        "okio..",
                        "kotlin..",
                        ROOT,
                        ROOT + ".spi"));
        rules.put("protocol", only("protocol", "java..", "org.jspecify..", "com.google.gson..", ROOT, ROOT + ".spi"));
        rules.putAll(LayerRules.rules());
        rules.put(
                "okhttp",
                noClasses()
                        .that(not(resideInAPackage(ROOT + ".transport")).and(not(WIRING)))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("okhttp3..", "okio..")));
        rules.put(
                "gson",
                noClasses()
                        .that(not(resideInAPackage(ROOT + ".protocol")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("com.google.gson..")));
        rules.put("guarded types", GuardedByRules.guardedTypes());
        rules.put("guarded fields", GuardedByRules.guardedMembers());
        rules.put("state", noStaticState());
        rules.put("reflection", noReflection());
        rules.put("loop", Confinement.rule());
        return rules;
    }

    private static ArchRule only(String name, String... imported) {
        String[] all =
                Stream.concat(Stream.of(imported), Stream.of(ROOT + "." + name)).toArray(String[]::new);
        return classes()
                .that(resideInAPackage(ROOT + "." + name))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all).or(PRIMITIVES));
    }

    private static final DescribedPredicate<JavaClass> PRIMITIVES = DescribedPredicate.describe(
            "primitives and arrays of them", type -> type.getBaseComponentType().isPrimitive());

    private static ArchRule noStaticState() {
        return fields().that(DescribedPredicate.describe(
                        "are static",
                        field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal();
    }

    /**
     * Names that a shrinker may rename or remove must not appear as text. These two classes refer to the JDK and to an
     * interceptor of the application.
     */
    private static ArchRule noReflection() {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are neither Threads nor OkHttpCheck",
                        type -> !List.of("Threads", "OkHttpCheck").contains(type.getSimpleName())))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "reflect",
                        type -> List.of(
                                        "java.lang.reflect.Method",
                                        "java.lang.reflect.Constructor",
                                        "java.lang.reflect.Field",
                                        "java.lang.reflect.Proxy",
                                        "java.util.ServiceLoader")
                                .contains(type.getName())))
                .orShould()
                .callMethod(Class.class, "forName", String.class);
    }

    @Test
    void thereIsNoOtherArrow() {
        assertThat(SDK).hasSizeGreaterThan(50);
        rules().forEach((name, rule) -> rule.check(SDK));
    }

    @Test
    void eachRuleFindsWhatIsPlanted() throws Exception {
        for (Map.Entry<String, ArchRule> rule : rules().entrySet()) {
            JavaClasses planted = Planted.breaking(rule.getKey());
            assertThatThrownBy(() -> rule.getValue().check(planted))
                    .as(rule.getKey())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll(Planted.reported(rule.getKey()).toArray(CharSequence[]::new))
                    .hasMessageNotContaining("allowed");
        }
    }

    @Test
    void guardedTypesAndFieldsAreFound() {
        assertThat(SDK.stream().filter(type -> type.isAnnotatedWith(GuardedBy.class)))
                .as("annotated types")
                .isNotEmpty();
        assertThat(SDK.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.isAnnotatedWith(GuardedBy.class)))
                .as("annotated fields")
                .isNotEmpty();
    }

    @Test
    void noFileHoldsTwoThings() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> linesOfCode(file) > MAX_LINES)
                    .map(file -> file.getFileName() + ": " + linesOfCode(file))
                    .toList();
            assertThat(tooLong)
                    .as("files of more than %s lines of code", MAX_LINES)
                    .isEmpty();
        }
    }

    private static long linesOfCode(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("*"))
                    .filter(line ->
                            !line.startsWith("/*") && !line.startsWith("import ") && !line.startsWith("package "))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
