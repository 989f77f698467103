// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.policy.PolicyBook;
import dev.paastis.server.config.ConfigurationReader;
import dev.paastis.server.config.HolidaysOnly;
import dev.paastis.server.config.Policies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The forms of a rule that the prototype of 2022 knew, read unchanged, and what they do. */
class PrototypeRulesTest {
  private static final String FILE =
      """
      rules:
        - pattern: 'shop-review-pr(\\d+)-(back|front)'
          linked_apps:
            - 'shop-review-pr$1-front'

        - pattern: 'my-blog'
          linked_apps:
            - 'blogapi'

        - pattern: 'my-blog-2'
          app_name: 'blogapi'

        - pattern: '.*blog.*'
          app_max_idle_time: 1

        - pattern: 'blogapi'
          app_max_idle_time: 90
      """;

  private static final Set<String> APPS =
      Set.of(
          "shop-review-pr7-back",
          "shop-review-pr7-front",
          "shop-review-pr8-back",
          "shop-review-pr8-front",
          "my-blog",
          "blogapi",
          "alone");

  private final Policies policies =
      ConfigurationReader.parse(Path.of("/srv/paastis.yml"), FILE, new HolidaysOnly()).policies();
  private final ConfiguredNames names =
      new ConfiguredNames("example.org", () -> policies, () -> APPS);

  @Test
  void linked_apps_with_what_the_pattern_captured_wake_together() {
    assertThat(names.group("shop-review-pr7-back"))
        .isPresent()
        .isEqualTo(names.group("shop-review-pr7-front"))
        .isNotEqualTo(names.group("shop-review-pr8-back"));
    assertThat(names.group("my-blog"))
        .contains(new Group("linked-blogapi", 1))
        .isEqualTo(names.group("blogapi"));
    assertThat(names.group("alone")).isEmpty();
  }

  @Test
  void idle_time_is_in_minutes_and_the_last_rule_that_matches_counts() {
    assertThat(idleTimeout("my-blog")).isEqualTo(Duration.ofMinutes(1));
    assertThat(idleTimeout("a-blog-of-mine")).isEqualTo(Duration.ofMinutes(1));
    assertThat(idleTimeout("blogapi")).isEqualTo(Duration.ofMinutes(90));
    assertThat(idleTimeout("alone")).isEqualTo(AppSettings.DEFAULT.idleTimeout());
  }

  @Test
  void app_name_tells_which_app_a_host_means() {
    assertThat(policies.aliases())
        .singleElement()
        .satisfies(alias ->
            assertThat(alias.hosts().match("my-blog-2").orElseThrow().expand(alias.app()))
                .isEqualTo("blogapi"))
        .satisfies(alias -> assertThat(alias.hosts().match("my-blog")).isEmpty());
  }

  private Duration idleTimeout(String name) {
    var book =
        new PolicyBook(new PolicyBook.Rules(policies.rules(), policies.windows(), policies.base()));
    Account account =
        new Account(
            UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "scalingo", "osc-fr1", "agency");
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            null);
    return book.of(app).idleTimeout().value();
  }
}
