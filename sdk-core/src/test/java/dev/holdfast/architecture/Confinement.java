package dev.holdfast.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for {@code @OnLoop}: code that is not confined to the event loop accesses confined members in lambdas only,
 * which it can hand to the loop. Whether the lambda does run there is checked by {@code EventLoop.assertHere()}.
 */
final class Confinement {
    private static final String RUNTIME = "dev.holdfast.internal.runtime.";
    private static final String ON_LOOP = RUNTIME + "OnLoop";
    private static final String ANY_THREAD = RUNTIME + "AnyThread";

    private Confinement() {}

    static ArchRule rule() {
        return classes().that(DescribedPredicate.alwaysTrue()).should(new Condition());
    }

    private static final class Condition extends ArchCondition<JavaClass> {
        private boolean found;

        Condition() {
            super("access members with @OnLoop only from members with @OnLoop or from lambdas");
        }

        @Override
        public void init(Collection<JavaClass> all) {
            found = false;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (type.getMembers().stream().anyMatch(Confinement::isConfined)) found = true;
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                if (!isAllowed(access)) events.add(SimpleConditionEvent.violated(access, access.getDescription()));
            }
        }

        @Override
        public void finish(ConditionEvents events) {
            if (!found)
                events.add(SimpleConditionEvent.violated(this, "no member has @OnLoop: the rule checks nothing"));
        }
    }

    private static boolean isAllowed(JavaAccess<?> access) {
        if (access.isDeclaredInLambda() || access instanceof JavaCodeUnitReference) return true;
        JavaMember caller = access.getOrigin();
        if (caller.getModifiers().contains(JavaModifier.BRIDGE)) return true; // the method it stands for is checked
        if (caller instanceof JavaConstructor || caller instanceof JavaStaticInitializer || isConfined(caller))
            return true;
        AccessTarget target = access.getTarget();
        Optional<? extends JavaMember> accessed = target.resolveMember();
        return accessed.isEmpty() || !(isWrite(access) ? isWrittenOnLoop(accessed.get()) : isConfined(accessed.get()));
    }

    private static boolean isWrite(JavaAccess<?> access) {
        return access instanceof JavaFieldAccess field && field.getAccessType() == AccessType.SET;
    }

    /** {@code @AnyThread} on a field lets other threads read it. */
    private static boolean isWrittenOnLoop(JavaMember field) {
        return isConfined(field) || isConfined(field.getOwner());
    }

    private static boolean isConfined(JavaMember member) {
        if (member.isAnnotatedWith(ON_LOOP)) return true;
        if (member.isAnnotatedWith(ANY_THREAD) || member instanceof JavaConstructor) return false;
        Set<JavaModifier> modifiers = member.getModifiers();
        if (modifiers.contains(JavaModifier.SYNTHETIC)) return false;
        boolean constant = member instanceof JavaField
                && modifiers.contains(JavaModifier.STATIC)
                && modifiers.contains(JavaModifier.FINAL);
        return !constant && isConfined(member.getOwner());
    }

    private static boolean isConfined(JavaClass type) {
        if (type.isAnnotatedWith(ON_LOOP)) return true;
        return type.getEnclosingClass().map(Confinement::isConfined).orElse(false);
    }
}
