// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.PageFileView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.WrittenRouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PasswordHash;
import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorRoutesTest {
  private static final String HASH =
      "pbkdf2-sha256:1000:c2FsdHNhbHQ=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir Path folder;

  @Test
  void everyTerm_isTold() {
    var guard =
        new Guard(
            new AddressBlocks(List.of("10.0.0.0/8")),
            new AddressBlocks(List.of()),
            new BasicAuth("Staging", Map.of("ann", PasswordHash.of(HASH))),
            new RateLimit(5, Duration.ofMinutes(1), 2),
            7L);
    var instead = new Unwoken(200, "text/plain", "well", Duration.ofHours(1));
    var waiting =
        new Waiting(false, instead, Duration.ofSeconds(2), Waiting.Show.PAGE, OwnPages.OFF);
    var terms =
        new RouteTerms(
            guard,
            waiting,
            new Redirect("/there", true),
            new HeaderEdits(List.of("X-A"), Map.of("X-B", "b"), Map.of()),
            HeaderEdits.NONE);
    var path = new RouteEntry.OfPaths(List.of(PathPattern.of("/open/*")), RouteTerms.UNSAID);
    RouteEntry entry = new RouteEntry("one", "shop", List.of("shop.example"), terms, List.of(path));

    WrittenRouteView told = routes(OperatorRoutes.of(List.of(entry))).getFirst();
    assertThat(told.terms().guard())
        .isEqualTo(
            new WrittenRouteView.Guard(
                List.of("10.0.0.0/8"),
                List.of(),
                new WrittenRouteView.Auth(
                    true, "Staging", List.of(new WrittenRouteView.User("ann", HASH))),
                new WrittenRouteView.Rate(5, 60_000, 2),
                7L));
    assertThat(told.terms().waiting())
        .isEqualTo(
            new WrittenRouteView.Waiting(
                false,
                new WrittenRouteView.Instead(200, "text/plain", "well", 3_600_000L),
                2_000L,
                "page",
                "off"));
    assertThat(told.terms().redirect()).isEqualTo(new WrittenRouteView.Redirect("/there", true));
    assertThat(told.terms().request())
        .isEqualTo(new WrittenRouteView.Edits(List.of("X-A"), Map.of("X-B", "b"), Map.of()));
    assertThat(told.paths().getFirst().match()).containsExactly("/open/*");
    assertThat(told.paths().getFirst().terms().guard().auth()).isNull();
  }

  @Test
  void passwordThatIsTakenBack_isToldAsThat() {
    var guard = new Guard(null, null, BasicAuth.OFF, null, null);
    RouteEntry entry = entry("one", new RouteTerms(guard, Waiting.UNSAID, null, null, null));
    assertThat(routes(OperatorRoutes.of(List.of(entry))).getFirst().terms().guard().auth())
        .isEqualTo(new WrittenRouteView.Auth(false, "", List.of()));
  }

  @Test
  void samePages_areToldOnce_beforeTheRoutes_andMakeTheSamePages() throws IOException {
    Files.writeString(folder.resolve("waiting.html"), "<p>{{app}}</p>");
    Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});
    OperatorRoutes routes =
        OperatorRoutes.of(
            List.of(
                entry("one", showing(OwnPages.load(folder))),
                entry("two", showing(OwnPages.load(folder)))));
    List<RouteLine> lines = routes.lines(3L).toList();
    assertThat(lines.stream().map(RouteLine::type))
        .containsExactly("page", "page", "written", "written", "in-force");
    assertThat(
            lines.stream().map(RouteLine::page).flatMap(Stream::ofNullable).map(PageFileView::name))
        .containsExactly("logo.png", "waiting.html");
    assertThat(OwnPages.of(OwnPages.load(folder).files()).files().keySet())
        .containsExactly("logo.png", "waiting.html");
  }

  @Test
  void pagesBeyondTheBound_areOurs() throws IOException {
    List<RouteEntry> entries = List.of(big(1), big(2), big(3));
    List<WrittenRouteView> told = routes(OperatorRoutes.of(entries));
    assertThat(told.get(1).terms().waiting().pages()).isNotEqualTo("off");
    assertThat(told.get(2).terms().waiting().pages()).isEqualTo("off");
  }

  @Test
  void gatewaysOfAnotherSpace_areToldOfNone() {
    RouteBook book = new RouteBook();
    long before = book.position();
    book.write(Apps.SPACE, List.of(entry("one", RouteTerms.UNSAID)));
    assertThat(told(book, before, true)).hasSize(1);
    assertThat(told(book, before, false)).isEmpty();
    assertThat(book.after(Apps.SPACE, book.position(), 10).written()).isNull();
  }

  private static List<WrittenRouteView> told(RouteBook book, long since, boolean own) {
    return routes(book.after(own ? Apps.SPACE : Apps.OTHER, since, 10).written());
  }

  private RouteEntry big(int number) throws IOException {
    Path own = Files.createDirectory(folder.resolve("big-" + number));
    for (int i = 0; i < 7; i++) {
      Files.write(own.resolve(i + ".png"), new byte[(1 << 20) - number]);
    }
    return entry("big-" + number, showing(OwnPages.load(own)));
  }

  private static RouteTerms showing(OwnPages pages) {
    return new RouteTerms(
        Guard.UNSAID, new Waiting(null, null, null, null, pages), null, null, null);
  }

  private static RouteEntry entry(String name, RouteTerms terms) {
    return new RouteEntry(name, "app-" + name, List.of(), terms, List.of());
  }

  private static List<WrittenRouteView> routes(@Nullable OperatorRoutes routes) {
    return Objects.requireNonNull(routes)
        .lines(null)
        .map(RouteLine::written)
        .flatMap(Stream::ofNullable)
        .toList();
  }
}
