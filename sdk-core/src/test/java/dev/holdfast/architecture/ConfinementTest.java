package dev.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rule for {@code @OnLoop} finds, and what it lets through. */
final class ConfinementTest {
    private static final String CONFINED = " import dev.holdfast.internal.runtime.*;"
            + " class Confined { @OnLoop int count; @OnLoop void add() { count++; } int other; }"
            + " @OnLoop class Whole { int count; static final Object LOCK = new Object();"
            + "   @AnyThread volatile int seen; void add() { count++; }"
            + "   @AnyThread int read() { return seen; } IN_WHOLE }"
            + " class Planted { Planted(Confined c) { c.add(); } IN_PLANTED }";

    private static void check(String inWhole, String inPlanted) throws IOException {
        String classes = CONFINED.replace("IN_WHOLE", inWhole).replace("IN_PLANTED", inPlanted);
        Confinement.rule().check(Planted.compiled("dev.holdfast.internal", classes));
    }

    @Test
    void theSdkKeepsToIt() {
        Confinement.rule().check(new ClassFileImporter().importPath(Path.of("target/classes")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void f(Confined c) { c.add(); }",
                "void f(Confined c) { c.count = 1; }",
                "int f(Confined c) { return c.count; }",
                "void f(Whole w) { w.add(); }",
                "int f(Whole w) { return w.count; }",
                "void f(Whole w) { w.seen = 1; }",
                "void f(dev.holdfast.internal.session.Session s) { s.retryNow(); }",
                "void f(dev.holdfast.internal.link.LinkOwner o) { o.linkReady(null); }",
                "void f(dev.holdfast.internal.link.Link l) { l.sendProbe(); }",
            })
    void accessFromOutsideTheLoopIsABreach(String body) {
        assertThatThrownBy(() -> check("", body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Planted.f(");
    }

    @Test
    void aMemberForAnyThreadIsOutsideTheLoop() {
        assertThatThrownBy(() -> check("@AnyThread int f() { return count; }", ""))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Whole.f(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@OnLoop void f(Confined c) { c.add(); }",
                "Runnable f(Confined c) { return () -> c.add(); }",
                "Runnable f(Confined c) { return c::add; }",
                "int f(Confined c) { return c.other; }",
                "Object f(Whole w) { return new Whole(); }",
                "Object f() { return Whole.LOCK; }",
                "int f(Whole w) { return w.read() + w.seen; }",
            })
    void confinedCallersLambdasAndMembersForAnyThreadAreNone(String body) {
        assertThatCode(() -> check("", body)).doesNotThrowAnyException();
    }

    @Test
    void aRuleThatFindsNothingConfinedFails() {
        assertThatThrownBy(
                        () -> Confinement.rule().check(Planted.compiled("dev.holdfast.internal", "class Planted {}")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("checks nothing");
    }
}
