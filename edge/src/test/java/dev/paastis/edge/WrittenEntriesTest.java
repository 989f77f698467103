// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.api.WrittenRouteView;
import dev.paastis.api.WrittenRouteView.Auth;
import dev.paastis.api.WrittenRouteView.Edits;
import dev.paastis.api.WrittenRouteView.Guard;
import dev.paastis.api.WrittenRouteView.Instead;
import dev.paastis.api.WrittenRouteView.OfPaths;
import dev.paastis.api.WrittenRouteView.Rate;
import dev.paastis.api.WrittenRouteView.Redirect;
import dev.paastis.api.WrittenRouteView.Terms;
import dev.paastis.api.WrittenRouteView.User;
import dev.paastis.api.WrittenRouteView.Waiting;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Waiting.Show;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrittenEntriesTest {
  private static final Guard NO_GUARD = new Guard(null, null, null, null, null);
  private static final Waiting NO_WAITING = new Waiting(null, null, null, null, null);

  @Test
  void everyTerm_isTaken() {
    RouteEntry entry =
        WrittenEntries.of(Told.everything(), Map.of(Told.FOLDER, OwnPages.of(Map.of())));
    RouteTerms terms = entry.terms();
    assertThat(entry.app()).isEqualTo("app-2");
    assertThat(entry.hosts()).containsExactly("shop.example");
    assertThat(terms.guard().allow()).isNotNull();
    assertThat(terms.guard().auth()).isSameAs(BasicAuth.OFF);
    assertThat(terms.guard().bodyLimit()).isEqualTo(5_000_000_000L);
    assertThat(terms.waiting().time()).isEqualTo(Duration.ofSeconds(20));
    assertThat(terms.waiting().show()).isEqualTo(Show.HOLD);
    assertThat(entry.paths().getFirst().patterns()).hasSize(2);
    assertThat(entry.paths().getFirst().terms().guard().allow())
        .as("a list of nobody is not the same as no list")
        .satisfies(nobody -> assertThat(nobody.contains("127.0.0.1")).isFalse());
  }

  static Stream<Terms> unusable() {
    User right = new User("ann", Told.HASH);
    return Stream.of(
        guard(new Guard(List.of("here"), null, null, null, null)),
        guard(new Guard(null, List.of("10.0.0.0/99"), null, null, null)),
        guard(new Guard(null, null, new Auth(true, "r", List.of()), null, null)),
        guard(new Guard(null, null, new Auth(false, "r", List.of(right)), null, null)),
        guard(new Guard(null, null, auth("md5:00"), null, null)),
        guard(new Guard(null, null, null, new Rate(1, 0, 1), null)),
        guard(new Guard(null, null, null, null, -1L)),
        waiting(new Waiting(false, null, null, null, null)),
        waiting(new Waiting(true, new Instead(200, "a/b", "", null), null, null, null)),
        waiting(new Waiting(false, new Instead(99, "a/b", "", null), null, null, null)),
        waiting(new Waiting(false, new Instead(200, "a\r\nb: c", "", null), null, null, null)),
        waiting(new Waiting(null, null, -1L, null, null)),
        waiting(new Waiting(null, null, null, "nothing", null)),
        waiting(new Waiting(null, null, null, null, "a folder that was not told")),
        new Terms(NO_GUARD, NO_WAITING, new Redirect("//evil.example", true), null, null),
        new Terms(NO_GUARD, NO_WAITING, null, edits("Host"), null),
        new Terms(NO_GUARD, NO_WAITING, null, null, edits("a\r\nb")));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatCannotBeMeant_isRefused_alsoForSomePaths(Terms terms) {
    assertRefused(new WrittenRouteView("one", "app", List.of(), terms, List.of()));
    Terms nothing = new Terms(NO_GUARD, NO_WAITING, null, null, null);
    OfPaths some = new OfPaths(List.of("/x"), terms);
    assertRefused(new WrittenRouteView("one", "app", List.of(), nothing, List.of(some)));
  }

  @Test
  void patternThatIsNone_isRefused() {
    Terms nothing = new Terms(NO_GUARD, NO_WAITING, null, null, null);
    OfPaths some = new OfPaths(List.of("/a*b*"), nothing);
    assertRefused(new WrittenRouteView("one", "app", List.of(), nothing, List.of(some)));
  }

  private static void assertRefused(WrittenRouteView view) {
    assertThatThrownBy(() -> WrittenEntries.of(view, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("route 'one' cannot be used")
        .hasMessageNotContaining("md5:00");
  }

  private static Terms guard(Guard guard) {
    return new Terms(guard, NO_WAITING, null, null, null);
  }

  private static Terms waiting(Waiting waiting) {
    return new Terms(NO_GUARD, waiting, null, null, null);
  }

  private static Auth auth(String hash) {
    return new Auth(true, "r", List.of(new User("ann", hash)));
  }

  private static Edits edits(String name) {
    return new Edits(List.of(), Map.of(name, "1"), Map.of());
  }
}
