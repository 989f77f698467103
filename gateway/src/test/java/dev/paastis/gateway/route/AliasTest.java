// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.NamePattern;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Hosts that mean an app of another name, as in the file of 2022. */
final class AliasTest {
  private final RoutingTable table = new RoutingTable("example.org");

  private Route add(String name) {
    Account account =
        new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "local", "local", "local");
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            null);
    AppState asleep = new AppState.Asleep(Instant.EPOCH, Formation.EMPTY);
    return table.publish(new TrackedApp(app, 1, asleep, null, null), null);
  }

  private void alias(String pattern, String app) {
    table.alias(List.of(new Alias(NamePattern.anywhere(pattern), app)));
  }

  @Test
  void host_reaches_the_app_of_another_name() {
    Route route = add("hellofastifydeux");
    alias("^hello-fastify-2$", "hellofastifydeux");

    assertThat(table.find("hello-fastify-2.example.org")).isSameAs(route);
    assertThat(table.find("Hello-Fastify-2.example.org:8080")).isSameAs(route);
    assertThat(table.find("hello-fastify-3.example.org")).isNull();
  }

  @Test
  void captures_stand_in_the_name() {
    Route route = add("shop-pr12");
    alias("^pr(\\d+)-shop$", "shop-pr$1");

    assertThat(table.find("pr12-shop.example.org")).isSameAs(route);
    assertThat(table.find("pr13-shop.example.org")).isNull();
  }

  @Test
  void host_that_is_bound_needs_no_alias() {
    Route own = add("blog");
    add("other");
    alias(".*", "other");

    assertThat(table.find("blog.example.org")).isSameAs(own);
  }

  @Test
  void only_first_labels_under_the_domain_have_aliases() {
    add("other");
    alias(".*", "other");

    assertThat(table.find("x.example.org")).isNotNull();
    assertThat(table.find("x.example.com")).isNull();
    assertThat(table.find("a.x.example.org")).isNull();
    assertThat(table.find("example.org")).isNull();
    assertThat(table.find("xexample.org")).isNull();
  }

  @Test
  void first_alias_that_leads_to_an_app_counts() {
    Route second = add("second");
    table.alias(
        List.of(new Alias(NamePattern.of("x"), "first"), new Alias(NamePattern.of("x"), "second")));

    assertThat(table.find("x.example.org")).isSameAs(second);
  }

  @Test
  void what_was_found_is_forgotten_when_apps_or_aliases_change() {
    alias("^x$", "late");
    int before = table.epoch();
    assertThat(table.find("x.example.org")).isNull();

    Route late = add("late");
    assertThat(table.find("x.example.org")).isSameAs(late);
    assertThat(table.epoch()).isGreaterThan(before);

    table.remove(late.app().id());
    assertThat(table.find("x.example.org")).isNull();

    add("late");
    before = table.epoch();
    table.alias(List.of());
    assertThat(table.find("x.example.org")).isNull();
    assertThat(table.epoch()).isGreaterThan(before);
  }

  @Test
  void any_number_of_unknown_hosts_is_bounded_and_harmless() {
    Route route = add("hello");
    alias("^h$", "hello");
    for (int i = 0; i < 10_000; i++) {
      assertThat(table.find("n" + i + ".example.org")).isNull();
    }

    assertThat(table.find("h.example.org")).isSameAs(route);
  }
}
