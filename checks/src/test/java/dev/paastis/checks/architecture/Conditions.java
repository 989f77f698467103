// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.paastis.checks.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of the rules that ArchUnit does not bring along. */
final class Conditions {
  private static final Set<String> SYSTEM_CLOCKS = Set.of("currentTimeMillis", "nanoTime");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(token|password|passphrase|secret|apikey|masterkey)", Pattern.CASE_INSENSITIVE);

  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

  /** JDBC and everything of ours that speaks it. */
  static final DescribedPredicate<JavaClass> SQL_TYPES =
      resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.jdbi..",
              "org.postgresql..",
              "org.flywaydb..",
              "com.zaxxer..",
              "io.zonky..")
          .as("speak SQL");

  /** Calls and method references alike. */
  static final ArchCondition<JavaClass> READ_THE_CLOCK =
      accessTargetWhere(describe("target reads the clock", Conditions::readsTheClock));

  static final ArchCondition<JavaClass> BE_CLOSED_FOR_INHERITANCE =
      new ArchCondition<>("be final, abstract, a record, an enum or an interface") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          events.add(
              new SimpleConditionEvent(
                  type, isClosed(type), type.getName() + " is a class open for inheritance"));
        }
      };

  static final DescribedPredicate<JavaField> NAMED_LIKE_A_SECRET =
      describe("are strings named like a secret", Conditions::isNamedLikeASecret);

  /** A record prints its components; a class prints nothing of itself unless it says what. */
  static final ArchCondition<JavaField> NOT_BE_PRINTED_BY_A_RECORD =
      new ArchCondition<>("not be components of a record, which would print them") {
        @Override
        public void check(JavaField field, ConditionEvents events) {
          events.add(
              new SimpleConditionEvent(
                  field,
                  !field.getOwner().isRecord(),
                  field.getFullName() + " would be printed as it is"));
        }
      };

  /** By the sources, since tests of other modules are not on this one's class path. */
  static final ArchCondition<JavaClass> BE_HELD_AGAINST_THE_SUITE =
      new ArchCondition<>("have a test in its package that extends ProviderConformance") {
        private final Set<String> packages = new HashSet<>();

        @Override
        public void init(Collection<JavaClass> all) {
          packages.addAll(packagesOfConformanceTests());
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
          events.add(
              new SimpleConditionEvent(
                  type,
                  packages.contains(type.getPackageName()),
                  type.getName() + " has no test in its package that extends ProviderConformance"));
        }
      };

  private Conditions() {}

  static DescribedPredicate<JavaClass> otherThan(Class<?> allowed) {
    return describe("are other than " + allowed.getName(), type -> !type.isEquivalentTo(allowed));
  }

  /** Counts afresh at each evaluation, unlike ArchUnit's own condition on numbers. */
  static ArchCondition<JavaClass> beAtMostOne() {
    return new ArchCondition<>("be at most one") {
      private final List<String> seen = new ArrayList<>();

      @Override
      public void init(Collection<JavaClass> all) {
        seen.clear();
      }

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        seen.add(type.getName());
      }

      @Override
      public void finish(ConditionEvents events) {
        events.add(new SimpleConditionEvent(seen, seen.size() <= 1, "there are " + seen));
      }
    };
  }

  private static Set<String> packagesOfConformanceTests() {
    return Repository.files("ConformanceTest.java").stream()
        .map(Conditions::read)
        .filter(source -> source.contains(" extends ProviderConformance {"))
        .map(source -> PACKAGE.matcher(source).results().findFirst().orElseThrow().group(1))
        .collect(Collectors.toSet());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static boolean readsTheClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.System" -> SYSTEM_CLOCKS.contains(name);
      case "java.time.Clock", "java.time.InstantSource" ->
          name.startsWith("system") || name.startsWith("tick");
      case "java.util.Date", "java.util.GregorianCalendar" -> name.equals("<init>");
      default -> owner.startsWith("java.time.") && name.equals("now");
    };
  }

  private static boolean isClosed(JavaClass type) {
    return type.isInterface()
        || type.isEnum()
        || type.isAnonymousClass()
        || type.getModifiers().contains(JavaModifier.FINAL)
        || type.getModifiers().contains(JavaModifier.ABSTRACT)
        || type.getSuperclass().map(parent -> parent.toErasure().isEnum()).orElse(false);
  }

  private static boolean isNamedLikeASecret(JavaField field) {
    return field.getRawType().isEquivalentTo(String.class)
        && !field.getModifiers().contains(JavaModifier.STATIC)
        && SECRET.matcher(field.getName()).matches();
  }
}
