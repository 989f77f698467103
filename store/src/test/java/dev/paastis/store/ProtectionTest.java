// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.account;
import static dev.paastis.store.SharedStore.app;
import static dev.paastis.store.SharedStore.declared;
import static dev.paastis.store.SharedStore.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppRepository;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProtectionTest {
  private static final Wall.Lifted LIFTED =
      new Wall.Lifted("ada", "moved elsewhere", Instant.parse("2026-11-20T10:00:00Z"));

  private final AppRepository apps = SharedStore.store().apps();

  @Test
  void app_marked_by_a_person_has_a_wall_until_it_is_unmarked() {
    TrackedApp app = declared();
    assertThat(apps.protect(app.id(), "customers", event(app, T0)).orElseThrow().app().wall())
        .isEqualTo(Wall.standing("customers"));
    assertThat(wallOf(app)).isEqualTo(Wall.standing("customers"));
    var _ = apps.protect(app.id(), null, event(app, T0));
    assertThat(wallOf(app)).isNull();
  }

  @Test
  void lift_is_kept_with_who_and_why_and_taken_back() {
    TrackedApp app = declared();
    var _ = apps.protect(app.id(), "customers", event(app, T0));
    var _ = apps.lift(app.id(), LIFTED, event(app, T0));
    assertThat(wallOf(app)).isEqualTo(new Wall("customers", LIFTED));
    var _ = apps.lift(app.id(), null, event(app, T0));
    assertThat(wallOf(app)).isEqualTo(Wall.standing("customers"));
  }

  @Test
  void app_that_is_not_production_has_nothing_to_lift() {
    TrackedApp app = declared();
    assertThat(apps.lift(app.id(), LIFTED, event(app, T0))).isEmpty();
    assertThat(wallOf(app)).isNull();
  }

  @Test
  void declared_wall_and_its_lift_outlive_the_next_declaration_and_go_with_the_mark() {
    Account account = account();
    App shop = app(account, "shop").walledBy(Wall.standing("the account is production"));
    TrackedApp app = apps.declare(account, List.of(shop), T0).getFirst();
    var _ = apps.lift(app.id(), LIFTED, event(app, T0));
    var _ = apps.declare(account, List.of(shop), T0);
    assertThat(wallOf(app)).isEqualTo(new Wall("the account is production", LIFTED));

    var _ = apps.declare(account, List.of(shop.walledBy(null)), T0);
    assertThat(wallOf(app)).isNull();
    var _ = apps.declare(account, List.of(shop), T0);
    assertThat(wallOf(app)).as("an old lift does not open a new wall").isEqualTo(shop.wall());
  }

  @Test
  void person_s_mark_stays_when_the_declaration_says_nothing() {
    Account account = account();
    App shop = app(account, "shop");
    TrackedApp app = apps.declare(account, List.of(shop), T0).getFirst();
    var _ = apps.protect(app.id(), "customers", event(app, T0));
    var _ = apps.declare(account, List.of(shop), T0);
    assertThat(wallOf(app)).isEqualTo(Wall.standing("customers"));
  }

  private @Nullable Wall wallOf(TrackedApp app) {
    return apps.find(app.id()).orElseThrow().app().wall();
  }
}
