// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.api.RouteLine;
import dev.paastis.app.AppId;
import dev.paastis.app.TrackedApp;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowedRoutesTest {
  private final FollowedRoutes routes =
      new FollowedRoutes(settings ->
          GatewayServer.create(
              GatewaySettings.defaults().withPort(0).withDomain(settings.domain()),
              (app, cause) -> new WakeOutcome.NoSuchApp(),
              Ticker.system(),
              InstantSource.system()));

  @AfterEach
  void close() {
    routes.gateway().ifPresent(GatewayServer::close);
  }

  @Test
  void snapshot_countsOnceItIsComplete() throws GarbledException {
    accept(
        Told.snapshot("e"), RouteLine.inForce(null), RouteLine.route(Told.awake(1, 5, 80), null));
    assertThat(routes.since()).isNull();
    assertThat(routes.lines()).isEmpty();

    accept(RouteLine.complete(40));
    assertThat(routes.since()).isEqualTo("e:40");
    assertThat(routes.lines())
        .containsExactly(
            RouteLine.snapshot("e", 40, Told.SETTINGS, Told.RULES),
            RouteLine.inForce(null),
            RouteLine.route(Told.awake(1, 5, 80), null),
            RouteLine.complete(40));
  }

  @Test
  void changes_moveThePosition() throws GarbledException {
    known();
    accept(RouteLine.route(Told.asleep(1, 6), 41L), RouteLine.gone(Told.id(2), 42));
    assertThat(routes.since()).isEqualTo("e:42");
    assertThat(routes.size()).isEqualTo(1);
    assertThat(routes.lastKnownUpstream(app(1))).isEmpty();
  }

  @Test
  void newSnapshot_forgetsWhatItDoesNotName() throws GarbledException {
    known();
    accept(
        Told.snapshot("f"),
        RouteLine.inForce(null),
        RouteLine.route(Told.asleep(2, 5), null),
        RouteLine.complete(3));
    assertThat(routes.since()).isEqualTo("f:3");
    assertThat(routes.size()).isEqualTo(1);
  }

  @Test
  void snapshotThatBreaksOff_forgetsNothing_andIsNotGoneOnFrom() throws GarbledException {
    known();
    accept(Told.snapshot("f"), RouteLine.inForce(null), RouteLine.route(Told.asleep(2, 5), null));
    assertThat(routes.since()).isEqualTo("e:40");

    accept(RouteLine.resume("e", 40, Told.SETTINGS), RouteLine.route(Told.asleep(2, 6), 44L));
    assertThat(routes.since()).isEqualTo("e:44");
    assertThat(routes.size()).isEqualTo(2);
  }

  @Test
  void operatorsRoutes_areInForceAsAWhole_andInTheSnapshot() throws GarbledException {
    RouteLine page = RouteLine.page(Told.page("error.html", "<p>{{title}}</p>"));
    accept(Told.snapshot("e"), page, RouteLine.written(Told.everything()));
    accept(RouteLine.inForce(null), RouteLine.complete(40));
    assertThat(boundTo("shop.example")).isNull();
    accept(RouteLine.route(Told.asleep(2, 5), 41L));
    assertThat(boundTo("shop.example")).isEqualTo("app-2");
    assertThat(routes.lines())
        .contains(page, RouteLine.written(Told.everything()), RouteLine.inForce(null));

    accept(RouteLine.written(Told.guarded()));
    assertThat(boundTo("shop.example")).as("until all is told").isEqualTo("app-2");
    accept(RouteLine.inForce(41L));
    assertThat(boundTo("shop.example")).isNull();
    assertThat(routes.lines())
        .contains(RouteLine.written(Told.guarded()))
        .doesNotContain(page, RouteLine.written(Told.everything()));
  }

  @Test
  void operatorsRoutesThatCannotBeUsed_changeNothing_andAreForgotten() throws GarbledException {
    known();
    accept(
        RouteLine.page(Told.page("error.html", "<p>")),
        RouteLine.written(Told.everything()),
        RouteLine.inForce(40L));
    accept(RouteLine.written(Told.guarded()));
    accept(RouteLine.written(Told.everything())); // its pages are missing
    assertThatThrownBy(() -> routes.accept(RouteLine.inForce(42L)))
        .isInstanceOf(GarbledException.class)
        .hasMessageContaining("route-2");
    assertThat(routes.since()).isEqualTo("e:40");
    assertThat(boundTo("shop.example")).isEqualTo("app-2");

    accept(RouteLine.resume("e", 40, Told.SETTINGS), RouteLine.inForce(42L));
    assertThat(boundTo("shop.example")).isNull();
  }

  @Test
  void snapshotWithoutOperatorsRoutes_isNotComplete() throws GarbledException {
    accept(Told.snapshot("e"), RouteLine.route(Told.asleep(2, 5), null));
    assertThatThrownBy(() -> routes.accept(RouteLine.complete(40)))
        .isInstanceOf(GarbledException.class)
        .hasMessageContaining("operator's routes");
    assertThat(routes.since()).isNull();
  }

  private @Nullable String boundTo(String host) {
    TrackedApp app = routes.gateway().orElseThrow().appAt(host);
    return app == null ? null : app.app().name();
  }

  @Test
  void olderRow_isPassedOver() throws GarbledException {
    known();
    accept(RouteLine.route(Told.asleep(1, 4), 41L));
    assertThat(routes.lastKnownUpstream(app(1))).isPresent();
  }

  @Test
  void lineWithoutContent_isRefused() throws GarbledException {
    known();
    RouteLine empty = new RouteLine("route", null, 41L, null, null, null, null, null, null, null);
    assertThatThrownBy(() -> routes.accept(empty)).isInstanceOf(GarbledException.class);
    assertThat(routes.since()).isEqualTo("e:40");
  }

  @Test
  void unknownType_isPassedOver() throws GarbledException {
    known();
    accept(new RouteLine("of-tomorrow", null, null, null, null, null, null, null, null, null));
    assertThat(routes.since()).isEqualTo("e:40");
  }

  private void known() throws GarbledException {
    accept(
        Told.snapshot("e"),
        RouteLine.inForce(null),
        RouteLine.route(Told.awake(1, 5, 80), null),
        RouteLine.route(Told.asleep(2, 5), null),
        RouteLine.complete(40));
  }

  private void accept(RouteLine... lines) throws GarbledException {
    for (RouteLine line : List.of(lines)) {
      routes.accept(line);
    }
  }

  private static AppId app(int number) {
    return new AppId(UUID.fromString(Told.id(number)));
  }
}
