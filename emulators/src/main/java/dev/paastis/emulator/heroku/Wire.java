// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What the API says, in its own words. */
final class Wire {
  private static final String OWNER = "ops@example.org";

  private Wire() {}

  /** An app; there is no status in it. */
  @JsonNaming(SnakeCaseStrategy.class)
  record App(
      String id,
      String name,
      @Nullable String webUrl,
      String gitUrl,
      Named region,
      Named stack,
      Named buildStack,
      Named generation,
      boolean maintenance,
      boolean internalRouting,
      boolean acm,
      long repoSize,
      long slugSize,
      Owner owner,
      @Nullable Named team,
      @Nullable Named space,
      @Nullable String archivedAt,
      @Nullable String releasedAt,
      String createdAt,
      String updatedAt) {}

  /** Something with a name. */
  record Named(String id, String name) {}

  /** Whose app it is. */
  record Owner(String id, String email) {}

  /** A row of a formation. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Row(
      String id,
      Named app,
      String type,
      int quantity,
      String size,
      Named dynoSize,
      String command,
      String createdAt,
      String updatedAt) {}

  /** A dyno. */
  @JsonNaming(SnakeCaseStrategy.class)
  record DynoView(
      String id,
      Named app,
      String name,
      String type,
      String state,
      String size,
      String command,
      String createdAt,
      String updatedAt) {}

  /** The place of an app in a pipeline. */
  record Coupling(String id, Named app, Named pipeline, String stage) {}

  /** Empty for an app that is in no pipeline. */
  static Optional<Coupling> coupling(HostedApp app) {
    Identity identity = app.identity();
    String stage = identity.stage();
    return stage == null
        ? Optional.empty()
        : Optional.of(
            new Coupling(
                "of-" + identity.id(),
                new Named(identity.id(), identity.name()),
                named("pipeline"),
                stage));
  }

  static App app(HostedApp app) {
    Identity identity = app.identity();
    String released =
        Optional.ofNullable(identity.releasedAt()).map(Instant::toString).orElse(null);
    String created = identity.createdAt().toString();
    return new App(
        identity.id(),
        identity.name(),
        identity.host() == null ? null : "https://" + identity.host() + "/",
        "https://git.heroku.com/" + identity.name() + ".git",
        named(identity.region()),
        named("heroku-24"),
        named("heroku-24"),
        named("cedar"),
        app.maintenance(),
        identity.host() == null,
        false,
        5_242_880,
        47_185_920,
        new Owner("u-" + OWNER, OWNER),
        identity.team() == null ? null : named(identity.team()),
        null,
        null,
        released,
        created,
        released == null ? created : released);
  }

  static List<Row> rows(HostedApp app, List<ProcessRow> rows) {
    return rows.stream().map(row -> row(app, row)).toList();
  }

  static Row row(HostedApp app, ProcessRow row) {
    String created = app.identity().createdAt().toString();
    return new Row(
        row.id(),
        new Named(app.identity().id(), app.identity().name()),
        row.type(),
        row.quantity(),
        row.size().label(),
        named(row.size().label()),
        "bin/" + row.type(),
        created,
        created);
  }

  static List<DynoView> dynos(HostedApp app) {
    return app.dynos().stream().map(dyno -> dyno(app, dyno)).toList();
  }

  static DynoView dyno(HostedApp app, Dyno dyno) {
    String created = app.identity().createdAt().toString();
    return new DynoView(
        dyno.id(),
        new Named(app.identity().id(), app.identity().name()),
        dyno.name(),
        dyno.type(),
        dyno.state().word(),
        dyno.size().label(),
        "bin/" + dyno.type(),
        created,
        created);
  }

  static Named named(String name) {
    return new Named("id-of-" + name, name);
  }
}
