// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.App;
import dev.paastis.app.AppKind;
import dev.paastis.app.AppTraits;
import dev.paastis.policy.PolicyBook.Rules;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolicyBookTest {
  private static final Duration FIVE = Duration.ofMinutes(5);
  private final App review = Apps.named("review-1");

  private static Rule rule(String name, String pattern, Terms terms) {
    return new Rule(name, Selector.names(NamePattern.of(pattern)), terms);
  }

  @Test
  void of_each_thing_the_first_rule_counts_that_says_something_of_it() {
    Rules rules =
        new Rules(
            List.of(
                rule("never", "prod-.*", Terms.idle(Duration.ofDays(1))),
                rule("dry", "review-.*", Terms.NOTHING.dryRun(true)),
                rule("short", "review-.*", Terms.idle(FIVE)),
                rule("late", ".*", Terms.idle(Duration.ofHours(5)).dryRun(false))),
            Map.of(),
            Terms.NOTHING);

    Policy policy = new PolicyBook(rules).of(review);

    assertThat(policy.idleTimeout()).isEqualTo(new Said<>(FIVE, "short"));
    assertThat(policy.dryRun()).isEqualTo("dry");
    assertThat(policy.grace().by()).isEqualTo("default");
  }

  @Test
  void what_no_rule_says_is_the_app_s_own() {
    Policy policy = PolicyBook.empty().of(review);

    assertThat(policy.idleTimeout())
        .isEqualTo(new Said<>(Duration.ofMinutes(15), "as it was taken over"));
    assertThat(policy.windows().value()).isEmpty();
    assertThat(policy.neverSleep()).isNull();
  }

  @Test
  void other_rules_hold_at_once_and_are_told() {
    PolicyBook book = PolicyBook.empty();
    AtomicInteger told = new AtomicInteger();
    book.listen(told::incrementAndGet);
    assertThat(book.of(review).idleTimeout().value()).isEqualTo(Duration.ofMinutes(15));

    book.replace(
        new Rules(List.of(rule("short", ".*", Terms.idle(FIVE))), Map.of(), Terms.NOTHING));

    assertThat(book.of(review).idleTimeout().value()).isEqualTo(FIVE);
    assertThat(told).hasValue(1);
    assertThat(book.selecting(review)).extracting(Rule::name).containsExactly("short");
  }

  @Test
  void a_window_pauses_those_it_names_unless_a_rule_names_others() {
    Window nights = Window.awake("nights", ZoneOffset.UTC, WeekPlan.parse("daily 08:00-20:00"));
    PauseWindow byName =
        new PauseWindow(
            nights, NamePattern.of("review-.*"), PauseWindow.Requests.CLICK, FIVE, true, 3);
    Map<String, PauseWindow> windows = Map.of("nights", byName);
    Rules plain = new Rules(List.of(), windows, Terms.NOTHING);

    assertThat(PolicyBook.trial(plain, review).windows().value()).containsExactly(byName);
    assertThat(PolicyBook.trial(plain, Apps.named("shop")).windows().value()).isEmpty();
    Rules none = new Rules(List.of(rule("free", ".*", Terms.pausedBy())), windows, Terms.NOTHING);
    assertThat(PolicyBook.trial(none, review).windows().value()).isEmpty();
  }

  @Test
  void kinds_labels_account_and_provider_must_all_fit() {
    App labelled =
        review.with(new AppTraits(Set.of(AppKind.REVIEW_APP), Map.of("team", "web", "a", "b")));
    Selector all =
        new Selector(
            null,
            Set.of(AppKind.REVIEW_APP, AppKind.WORKER),
            Map.of("team", "web"),
            "agency",
            "heroku",
            null);

    assertThat(all.selects(labelled)).isTrue();
    assertThat(all.selects(review)).isFalse();
    assertThat(Selector.account("other").selects(labelled)).isFalse();
    assertThat(Selector.ALL.selects(review)).isTrue();
  }
}
