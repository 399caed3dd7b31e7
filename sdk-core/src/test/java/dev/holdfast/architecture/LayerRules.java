package dev.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.holdfast.internal.runtime.ClientConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rules for the packages of {@code dev.holdfast.internal}: one for each layer, and what holds inside them. */
final class LayerRules {
    private static final String INTERNAL = "dev.holdfast.internal.";
    /** Top first: each layer may use the layers that follow. */
    private static final List<String> LAYERS = List.of("client", "session", "link", "delivery", "runtime");

    private static final int MAX_CYCLE = 3;

    private LayerRules() {}

    static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        for (int i = 0; i < LAYERS.size(); i++) rules.put("layer " + LAYERS.get(i), layer(i));
        rules.put("cycles in delivery", noLargeCycles("delivery"));
        rules.put("configuration", configurationIsWrittenByTheBuilderOnly());
        return rules;
    }

    /** Returns the package and the source of classes that break each rule and nothing else. */
    static Map<String, List<String>> planted() {
        Map<String, List<String>> planted = new LinkedHashMap<>();
        planted.put("layer client", List.of("client", "class Planted { dev.holdfast.transport.SseTransport field; }"));
        planted.put("layer session", List.of("session", "class Planted { " + INTERNAL + "client.RealClient field; }"));
        planted.put("layer link", List.of("link", "class Planted { " + INTERNAL + "session.Session field; }"));
        planted.put("layer delivery", List.of("delivery", "class Planted { " + INTERNAL + "link.Link field; }"));
        planted.put(
                "layer runtime", List.of("runtime", "class Planted { " + INTERNAL + "delivery.RealMessage field; }"));
        planted.put(
                "cycles in delivery",
                List.of(
                        "delivery",
                        "class Planted { PlantedB b; } class PlantedB { PlantedC c; } class PlantedC { PlantedD d; }"
                                + " class PlantedD { Planted a; }"));
        planted.put(
                "configuration",
                List.of(
                        "client",
                        "class Planted { void set(" + INTERNAL
                                + "runtime.ClientConfig c) { c.attemptHeader = null; } }"));
        return planted;
    }

    private static ArchRule layer(int index) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.jspecify..", "dev.holdfast", "dev.holdfast.spi"));
        for (String layer : LAYERS.subList(index, LAYERS.size())) allowed.add(INTERNAL + layer);
        DescribedPredicate<JavaClass> primitives = DescribedPredicate.describe(
                "primitives and arrays of them",
                type -> type.getBaseComponentType().isPrimitive());
        return classes()
                .that(resideInAPackage(INTERNAL + LAYERS.get(index)))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed.toArray(String[]::new)).or(primitives));
    }

    private static ArchRule configurationIsWrittenByTheBuilderOnly() {
        DescribedPredicate<JavaClass> others = DescribedPredicate.describe(
                "are neither the builder nor ClientConfig itself",
                type -> !List.of("dev.holdfast.RealtimeClient$Builder", ClientConfig.class.getName())
                        .contains(type.getName()));
        DescribedPredicate<JavaFieldAccess> ofTheConfiguration = DescribedPredicate.describe(
                "it is a field of ClientConfig",
                access -> access.getTargetOwner().isEquivalentTo(ClientConfig.class));
        return noClasses().that(others).should().setFieldWhere(ofTheConfiguration);
    }

    /** No more than three classes of a package may depend on each other in a circle. Nested classes count as their outer one. */
    private static ArchRule noLargeCycles(String layer) {
        return classes()
                .that(resideInAPackage(INTERNAL + layer))
                .should(new ArchCondition<>("be in small cycles only") {
                    private final Map<String, Set<String>> dependencies = new TreeMap<>();

                    @Override
                    public void init(Collection<JavaClass> all) {
                        for (JavaClass type : all) dependencies.put(outer(type), new TreeSet<>());
                        for (JavaClass type : all) {
                            type.getDirectDependenciesFromSelf().stream()
                                    .map(dependency -> outer(dependency.getTargetClass()))
                                    .filter(dependencies::containsKey)
                                    .forEach(dependencies.get(outer(type))::add);
                        }
                    }

                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String name = outer(type);
                        Set<String> cycle = new TreeSet<>();
                        for (String other : reachable(name))
                            if (reachable(other).contains(name)) cycle.add(other);
                        if (cycle.size() <= MAX_CYCLE) return;
                        events.add(SimpleConditionEvent.violated(type, name + " is in a cycle of " + cycle));
                    }

                    private Set<String> reachable(String from) {
                        Set<String> found = new TreeSet<>();
                        List<String> open = new ArrayList<>(dependencies.get(from));
                        while (!open.isEmpty()) {
                            String next = open.remove(open.size() - 1);
                            if (found.add(next)) open.addAll(dependencies.get(next));
                        }
                        return found;
                    }

                    private String outer(JavaClass type) {
                        String name = type.getBaseComponentType().getName();
                        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
                    }
                });
    }
}
