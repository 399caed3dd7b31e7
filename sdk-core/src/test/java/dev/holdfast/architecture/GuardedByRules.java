package dev.holdfast.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.holdfast.internal.runtime.GuardedBy;
import dev.holdfast.internal.runtime.Mutex;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules for {@link GuardedBy}. They read class files, so they see which lock a method uses and not the order of its
 * instructions. A rule without any annotated type or member fails.
 */
final class GuardedByRules {
    private GuardedByRules() {}

    /** Methods and fields of a guarded type are used by types of the same guard and by types that hold a Mutex. */
    static ArchRule guardedTypes() {
        return classes().that().areAnnotatedWith(GuardedBy.class).should(new ArchCondition<>("be used under the lock") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.of(type.getFieldAccessesToSelf(), type.getCodeUnitAccessesToSelf())
                        .flatMap(Set::stream)
                        .filter(access -> !access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME))
                        .filter(access -> !mayUse(access.getOriginOwner(), type))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
            }
        });
    }

    private static boolean mayUse(JavaClass user, JavaClass type) {
        return user.equals(type)
                || guardOf(user).equals(guardOf(type))
                || user.getFields().stream()
                        .anyMatch(field -> field.getRawType().isEquivalentTo(Mutex.class));
    }

    /** A method that uses a guarded field or calls a guarded method takes the same lock or is guarded by it as well. */
    static ArchRule guardedMembers() {
        return members().that().areAnnotatedWith(GuardedBy.class).should(new ArchCondition<>("be used under the lock") {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                String lock = guardOf(member).orElseThrow();
                for (JavaAccess<?> access : member.getAccessesToSelf()) {
                    if (!holds(access, lock))
                        events.add(SimpleConditionEvent.violated(member, access.getDescription()));
                }
            }
        });
    }

    private static boolean holds(JavaAccess<?> access, String lock) {
        JavaCodeUnit user = access.getOrigin();
        return user instanceof JavaConstructor
                || user instanceof JavaStaticInitializer
                || guardOf(user).equals(Optional.of(lock))
                || takes(user, lock)
                || (access.isDeclaredInLambda() && callsWithFunction(user, lock, new HashSet<>()));
    }

    private static boolean takes(JavaCodeUnit user, String lock) {
        return user.getFieldAccesses().stream()
                .anyMatch(access -> access.getTargetOwner().equals(user.getOwner())
                        && access.getName().equals(lock));
    }

    /** Returns true if a method of the same class that is given a function takes the lock. */
    private static boolean callsWithFunction(JavaCodeUnit user, String lock, Set<JavaMethod> seen) {
        List<JavaMethod> called = user.getMethodCallsFromSelf().stream()
                .flatMap(call -> call.getTarget().resolveMember().stream())
                .filter(method -> method.getOwner().equals(user.getOwner()))
                .filter(method -> method.getRawParameterTypes().stream().anyMatch(JavaClass::isInterface))
                .filter(seen::add)
                .toList();
        return called.stream().anyMatch(method -> takes(method, lock) || callsWithFunction(method, lock, seen));
    }

    private static Optional<String> guardOf(JavaClass type) {
        return type.tryGetAnnotationOfType(GuardedBy.class).map(GuardedBy::value);
    }

    private static Optional<String> guardOf(JavaMember member) {
        return member.tryGetAnnotationOfType(GuardedBy.class).map(GuardedBy::value);
    }
}
