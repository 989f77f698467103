// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.App;
import dev.paastis.app.AppKind;
import dev.paastis.app.AppTraits;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.Fleet;
import dev.paastis.pause.Gateways;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Selector;
import dev.paastis.policy.Terms;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StaleAppsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Selector REVIEWS = Selector.names(NamePattern.of("review-.*"));

  private final Fleet fleet = new Fleet();
  private final HandTicker ticker = new HandTicker();
  private final MemoryStaleBook book = new MemoryStaleBook(fleet.apps);
  private StaleApps stale = engine();

  /** Time that passes only by hand. */
  private static final class HandTicker implements Ticker {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration time) {
      nanos += time.toNanos();
    }
  }

  private StaleApps engine() {
    var control =
        new Control(
            new EngineId(UUID.randomUUID()),
            fleet.lifecycle,
            fleet.directory,
            _ -> fleet.provider,
            ticker);
    return new StaleApps(control, fleet.gateways, fleet.rules, book, this::release);
  }

  private void release(TrackedApp gone) {
    List<App> others =
        fleet.apps.all().stream()
            .filter(row -> !row.id().equals(gone.id()))
            .map(TrackedApp::app)
            .toList();
    var _ = fleet.apps.declare(fleet.account, others, fleet.clock.instant());
    fleet.lifecycle.publishRemoved(gone);
  }

  private void rule(Selector selector, Duration after, @Nullable Boolean delete) {
    Terms terms =
        new Terms(null, null, null, null, null, null, null, null, null, after, delete, null);
    Rule rule = new Rule("previews", selector, terms);
    fleet.rules.replace(new PolicyBook.Rules(List.of(rule), Map.of(), Terms.NOTHING));
  }

  private TrackedApp review(String name) {
    return known(fleet.asleep(name));
  }

  private TrackedApp known(TrackedApp app) {
    book.handled.put(app.id(), fleet.clock.instant());
    return app;
  }

  private int after(Duration time) throws InterruptedException {
    fleet.clock.advance(time);
    ticker.pause(time);
    return stale.round();
  }

  /** Until the last warning is out. */
  private TrackedApp warnedTwice() throws InterruptedException {
    rule(REVIEWS, DAY.multipliedBy(30), true);
    TrackedApp app = review("review-7");
    assertThat(after(DAY.multipliedBy(30))).isZero();
    assertThat(after(DAY.multipliedBy(7))).isZero();
    assertThat(after(DAY.multipliedBy(6))).isZero();
    assertThat(fleet.eventsOf(app))
        .containsExactly(EventType.STALE_FOUND, EventType.STALE_WARNING, EventType.STALE_WARNING);
    return app;
  }

  private List<String> deletions() {
    return fleet.provider.calls().stream().filter(call -> call.startsWith("delete")).toList();
  }

  private Event last(TrackedApp app) {
    return fleet.apps.events().stream()
        .filter(event -> app.id().equals(event.app()))
        .toList()
        .getLast();
  }

  @Test
  void review_app_that_nobody_used_is_told_once_and_nothing_is_done() throws Exception {
    rule(REVIEWS, DAY.multipliedBy(30), null);
    TrackedApp app = review("review-7");
    var _ = review("shop");

    var _ = after(DAY.multipliedBy(30).minusSeconds(1));
    assertThat(fleet.apps.events()).isEmpty();
    var _ = after(Duration.ofSeconds(1));
    var _ = after(DAY.multipliedBy(300));

    assertThat(fleet.apps.events())
        .singleElement()
        .satisfies(event -> assertThat(event.type()).isEqualTo(EventType.STALE_FOUND))
        .satisfies(event -> assertThat(event.app()).isEqualTo(app.id()))
        .satisfies(event -> assertThat(event.details()).containsEntry("rule", "previews"));
    assertThat(book.find(app.id()).orElseThrow().foundAt()).isNotNull();
    assertThat(deletions()).isEmpty();
  }

  @Test
  void platforms_word_makes_a_review_app_where_the_rule_names_none() throws Exception {
    rule(Selector.account("main"), DAY, null);
    TrackedApp plain = review("plain");
    TrackedApp marked = review("marked");
    var kind = new AppTraits(Set.of(AppKind.REVIEW_APP), Map.of());
    TrackedApp row = marked.of(marked.app().with(kind));
    fleet.apps.put(row);
    fleet.lifecycle.publish(row);

    var _ = after(DAY);

    assertThat(fleet.eventsOf(plain)).isEmpty();
    assertThat(fleet.eventsOf(marked)).containsExactly(EventType.STALE_FOUND);
  }

  @Test
  void deletion_comes_after_two_warnings_and_keeps_what_there_was() throws Exception {
    TrackedApp app = warnedTwice();
    Instant date = fleet.clock.instant().plus(DAY);
    assertThat(last(app).details()).containsEntry("delete-at", date.toString());

    assertThat(after(DAY.minus(HOUR))).isZero();
    assertThat(after(HOUR)).isEqualTo(1);

    assertThat(deletions()).containsExactly("delete review-7");
    assertThat(last(app).type()).isEqualTo(EventType.APP_DELETED);
    assertThat(last(app).details())
        .containsEntry("name", "review-7")
        .containsEntry("formation", "web: 2 x M")
        .containsKeys("hosts", "ref", "account", "rule", "unused-since", "announced-at");
    assertThat(fleet.directory.find(app.id())).isEmpty();
    assertThat(book.all()).isEmpty();
  }

  @Test
  void short_times_have_notices_that_are_parts_of_them() {
    assertThat(Notice.of(Duration.ofHours(10)))
        .isEqualTo(new Notice(Duration.ofHours(10), Duration.ofHours(5), HOUR));
    assertThat(Notice.of(DAY.multipliedBy(90)))
        .isEqualTo(new Notice(DAY.multipliedBy(14), DAY.multipliedBy(7), DAY));
  }

  @Test
  void use_after_the_warnings_begins_all_anew() throws Exception {
    TrackedApp app = warnedTwice();
    fleet.gateways.before = new Gateways.Quiet(0, 0, fleet.clock.instant());

    assertThat(after(DAY.multipliedBy(2))).isZero();
    assertThat(book.find(app.id()).orElseThrow().firstWarnedAt()).isNull();
    assertThat(after(DAY.multipliedBy(28))).isZero();
    assertThat(after(DAY.multipliedBy(2))).isZero();

    assertThat(last(app).type()).isEqualTo(EventType.STALE_FOUND);
    assertThat(deletions()).isEmpty();
  }

  @Test
  void use_that_only_shows_when_the_gateways_hold_calls_the_deletion_off() throws Exception {
    var _ = warnedTwice();
    fleet.gateways.whileHolding = new Gateways.Quiet(0, 0, fleet.clock.instant());
    assertThat(after(DAY)).isZero();
    fleet.gateways.whileHolding = new Gateways.Quiet(0, 1, null);
    assertThat(after(HOUR)).isZero();
    fleet.gateways.whileHolding = null;
    assertThat(after(HOUR)).isZero();
    assertThat(deletions()).isEmpty();

    fleet.gateways.whileHolding = new Gateways.Quiet(0, 0, null);
    assertThat(after(HOUR)).isEqualTo(1);
  }

  @Test
  void member_of_a_group_is_used_when_another_one_is() throws Exception {
    rule(REVIEWS, DAY.multipliedBy(30), true);
    Group group = new Group("review", 1);
    TrackedApp back = known(fleet.asleep("review-7-api", group));
    fleet.clock.advance(DAY.multipliedBy(29));
    var _ = known(fleet.asleep("review-7", group));

    var _ = after(DAY);

    assertThat(fleet.eventsOf(back)).isEmpty();
  }

  @Test
  void whoever_keeps_an_app_is_heard_until_the_last_moment() throws Exception {
    TrackedApp app = warnedTwice();
    var kept = new StaleCase.Kept(Instant.MAX, "ada", "the customer looks at it in spring");
    book.beforeChange = () -> assertThat(stale.keep(app, kept, Fleet.PERSON)).isTrue();

    assertThat(after(DAY)).isZero();
    assertThat(after(DAY.multipliedBy(365))).isZero();

    assertThat(deletions()).isEmpty();
    assertThat(last(app).type()).isEqualTo(EventType.STALE_KEPT);
    assertThat(last(app).details()).containsEntry("reason", "the customer looks at it in spring");
  }

  @Test
  void app_that_is_kept_no_longer_gets_both_warnings_again() throws Exception {
    TrackedApp app = warnedTwice();
    var kept = new StaleCase.Kept(Instant.MAX, "ada", "wait");
    assertThat(stale.keep(app, kept, Fleet.PERSON)).isTrue();
    assertThat(after(DAY.multipliedBy(60))).isZero();
    assertThat(stale.keepNoLonger(app, Fleet.PERSON)).isTrue();

    assertThat(after(HOUR)).isZero();
    assertThat(after(DAY.multipliedBy(7))).isZero();
    assertThat(after(DAY.multipliedBy(6))).isZero();
    assertThat(deletions()).isEmpty();
    assertThat(after(DAY)).isEqualTo(1);
    assertThat(fleet.eventsOf(app)).filteredOn(type -> type == EventType.STALE_WARNING).hasSize(4);
  }

  @Test
  void pin_is_a_veto_and_production_is_never_announced() throws Exception {
    TrackedApp app = warnedTwice();
    TrackedApp other = review("review-8");
    assertThat(fleet.lifecycle.protect(other, "serves customers", Fleet.PERSON)).isPresent();
    assertThat(fleet.lifecycle.pin(app, Instant.MAX, Fleet.PERSON)).isPresent();

    for (int week = 0; week < 20; week++) {
      assertThat(after(DAY.multipliedBy(7))).isZero();
    }

    assertThat(deletions()).isEmpty();
    assertThat(fleet.eventsOf(other)).containsExactly(EventType.PROTECTED, EventType.STALE_FOUND);
  }

  @Test
  void app_marked_as_production_after_the_warnings_stays() throws Exception {
    TrackedApp app = warnedTwice();
    book.beforeChange =
        () -> assertThat(fleet.lifecycle.protect(app, "it grew up", Fleet.PERSON)).isPresent();

    assertThat(after(DAY)).isZero();

    assertThat(deletions()).isEmpty();
  }

  @Test
  void rule_taken_back_deletes_nothing() throws Exception {
    TrackedApp app = warnedTwice();
    rule(REVIEWS, DAY.multipliedBy(30), false);
    assertThat(after(DAY.multipliedBy(3))).isZero();
    assertThat(book.find(app.id()).orElseThrow().deleteAt()).isNull();
    fleet.rules.replace(PolicyBook.Rules.NONE);
    assertThat(after(DAY.multipliedBy(3))).isZero();
    assertThat(book.find(app.id()).orElseThrow().foundAt()).isNull();
    assertThat(deletions()).isEmpty();
  }

  @Test
  void clock_that_jumps_cannot_cut_the_last_warning_short() throws Exception {
    rule(REVIEWS, DAY.multipliedBy(30), true);
    TrackedApp app = review("review-7");
    for (int jump = 0; jump < 5; jump++) {
      fleet.clock.advance(DAY.multipliedBy(365));
      assertThat(stale.round()).isZero();
    }
    assertThat(fleet.eventsOf(app)).hasSize(3);
    ticker.pause(HOUR.minusSeconds(1));
    assertThat(stale.round()).isZero();

    ticker.pause(Duration.ofSeconds(1));
    assertThat(stale.round()).isEqualTo(1);
  }

  @Test
  void engine_that_was_started_anew_lets_the_warning_stand_an_hour_of_its_own() throws Exception {
    var _ = warnedTwice();
    stale = engine();

    assertThat(after(DAY)).isZero();
    assertThat(after(HOUR)).isEqualTo(1);
  }

  @Test
  void late_last_warning_puts_the_date_off() throws Exception {
    rule(REVIEWS, DAY.multipliedBy(30), true);
    TrackedApp app = review("review-7");
    var _ = after(DAY.multipliedBy(30));
    var _ = after(DAY.multipliedBy(7));

    assertThat(after(DAY.multipliedBy(40))).isZero(); // no engine ran meanwhile

    assertThat(last(app).details())
        .containsEntry("delete-at", fleet.clock.instant().plus(DAY).toString());
    assertThat(after(DAY.minus(HOUR))).isZero();
    assertThat(after(HOUR)).isEqualTo(1);
  }

  @Test
  void platform_that_refuses_is_told_once_and_asked_again() throws Exception {
    TrackedApp app = warnedTwice();
    fleet.provider.deleteAnswer = () -> CallOutcome.refused(Refusal.Kind.FORBIDDEN, "not you");

    assertThat(after(DAY)).isZero();
    assertThat(after(HOUR)).isZero();
    assertThat(deletions()).hasSize(2);
    assertThat(fleet.eventsOf(app))
        .filteredOn(type -> type == EventType.DELETION_FAILED)
        .hasSize(1);

    fleet.provider.deleteAnswer = null;
    assertThat(after(HOUR)).isEqualTo(1);
  }

  @Test
  void lost_answer_is_asked_about_at_once() throws Exception {
    TrackedApp app = warnedTwice();
    fleet.provider.deleteAnswer =
        () -> {
          fleet.provider.remove("review-7");
          return CallOutcome.unknown("connection cut");
        };

    assertThat(after(DAY)).isEqualTo(1);
    assertThat(last(app).type()).isEqualTo(EventType.APP_DELETED);
  }

  @Test
  void deletion_whose_end_shows_late_is_told_once() throws Exception {
    TrackedApp app = warnedTwice();
    fleet.provider.deleteAnswer = () -> CallOutcome.unknown("connection cut");
    assertThat(after(DAY)).isZero();
    assertThat(fleet.eventsOf(app)).doesNotContain(EventType.APP_DELETED);
    fleet.provider.remove("review-7");
    stale = engine();

    assertThat(after(HOUR)).isEqualTo(1);

    assertThat(deletions()).hasSize(1);
    assertThat(last(app).details()).containsEntry("formation", "web: 2 x M");
  }

  @Test
  void order_that_had_no_effect_is_given_again_in_time() throws Exception {
    TrackedApp app = warnedTwice();
    fleet.provider.deleteAnswer = () -> CallOutcome.unknown("connection cut");
    assertThat(after(DAY)).isZero();
    assertThat(book.find(app.id()).orElseThrow().trouble()).isEqualTo("connection cut");
    fleet.provider.deleteAnswer = null;

    assertThat(after(HOUR)).isZero();
    assertThat(book.find(app.id()).orElseThrow().ordered()).isNull();
    assertThat(after(HOUR)).isEqualTo(1);
    assertThat(deletions()).hasSize(2);
  }

  @Test
  void engine_that_died_between_proof_and_farewell_tells_nothing_twice() throws Exception {
    TrackedApp app = warnedTwice();
    var _ =
        book.change(
            app.id(),
            now -> now.ordered(Map.of("name", "review-7")).deleted(fleet.clock.instant()),
            null);

    assertThat(after(HOUR)).isEqualTo(1);

    assertThat(fleet.eventsOf(app)).doesNotContain(EventType.APP_DELETED);
    assertThat(fleet.directory.find(app.id())).isEmpty();
    assertThat(book.all()).isEmpty();
  }

  @Test
  void provider_that_deletes_nothing_is_not_announced_to() throws Exception {
    fleet.provider.deletes = false;
    rule(REVIEWS, DAY, true);
    TrackedApp app = review("review-7");
    for (int day = 0; day < 30; day++) {
      assertThat(after(DAY)).isZero();
    }
    assertThat(fleet.eventsOf(app)).containsExactly(EventType.STALE_FOUND);
  }
}
