// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.RouteLine;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.wake.WakeEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RouteBookTest {
  private final RouteBook book = new RouteBook();

  @Test
  void reader_getsTheNewestOfEachApp_inOrder() {
    book.publish(Apps.awake(1, 1), null, Reach.PUBLIC);
    book.publish(Apps.asleep(2, 1), null, Reach.PUBLIC);
    book.publish(Apps.asleep(1, 2), null, Reach.PUBLIC);
    assertThat(apps(0)).containsExactly("app-2 asleep", "app-1 asleep");
    assertThat(book.after(Apps.SPACE, book.position(), 10).lines()).isEmpty();
  }

  @Test
  void olderOrSameRow_isNoChange_anEstimateIs() {
    book.publish(Apps.asleep(1, 2), null, Reach.PUBLIC);
    long before = book.position();
    book.publish(Apps.awake(1, 1), null, Reach.PUBLIC);
    book.publish(Apps.asleep(1, 2), null, Reach.PUBLIC);
    assertThat(book.position()).isEqualTo(before);
    Duration usual = Duration.ofSeconds(2);
    book.publish(Apps.asleep(1, 2), new WakeEstimate(usual, usual, 1), Reach.PUBLIC);
    assertThat(book.position()).isEqualTo(before + 1);
  }

  @Test
  void otherSpace_isNotTold() {
    book.publish(Apps.ofOtherSpace(1), null, Reach.PUBLIC);
    assertThat(apps(0)).isEmpty();
    assertThat(book.spaceOf(Apps.id(1))).contains(Apps.OTHER);
  }

  @Test
  void goneApp_isTold_untilItComesBack() {
    book.publish(Apps.asleep(1, 1), null, Reach.PUBLIC);
    long before = book.position();
    book.remove(Apps.id(1));
    assertThat(book.after(Apps.SPACE, before, 10).lines())
        .containsExactly(RouteLine.gone(Apps.id(1).toString(), before + 1));
    book.publish(Apps.asleep(1, 1), null, Reach.PUBLIC);
    assertThat(apps(before)).containsExactly("app-1 asleep");
  }

  @Test
  void manyLines_comeInBatches() {
    for (int i = 0; i < 25; i++) {
      book.publish(Apps.asleep(i, 1), null, Reach.PUBLIC);
    }
    RouteBook.Batch first = book.after(Apps.SPACE, 0, 10);
    assertThat(first.lines()).hasSize(10);
    assertThat(book.after(Apps.SPACE, first.position(), 10).lines()).hasSize(10);
  }

  @Test
  void rules_areTold() {
    long before = book.position();
    book.ignore(IgnoreRules.defaults());
    assertThat(book.after(Apps.SPACE, before, 10).lines())
        .singleElement()
        .satisfies(line -> assertThat(line.type()).isEqualTo(RouteLine.Type.RULES));
    assertThat(book.rules().ignored()).hasSize(IgnoreRules.defaults().rules().size());
  }

  @Test
  void position_reachesBack_unlessTooOldOrOfAnotherRun() {
    book.publish(Apps.asleep(1, 1), null, Reach.PUBLIC);
    assertThat(book.reachesBackTo(book.epoch(), 0)).isTrue();
    assertThat(book.reachesBackTo(book.epoch(), 99)).isFalse();
    assertThat(book.reachesBackTo("another", 0)).isFalse();
    for (int i = 0; i <= RouteBook.REMEMBERED; i++) {
      book.publish(Apps.asleep(7, 1), null, Reach.PUBLIC);
      book.remove(Apps.id(7));
    }
    assertThat(book.reachesBackTo(book.epoch(), 0)).isFalse();
    assertThat(book.reachesBackTo(book.epoch(), book.position())).isTrue();
  }

  private List<String> apps(long since) {
    return book.after(Apps.SPACE, since, 10).lines().stream()
        .map(line -> Objects.requireNonNull(line.route()))
        .map(route -> route.name() + " " + route.state())
        .toList();
  }
}
