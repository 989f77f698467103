// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.ListeningApp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An app of the account. Guarded by the platform's lock. */
final class HostedApp {
  static final String WEB = "web";

  /** The vendor's words for how an app is. */
  enum Status {
    NEW,
    RUNNING,
    STOPPED,
    SCALING,
    BOOTING,
    RESTARTING,
    CRASHED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean busy() {
      return this == SCALING || this == BOOTING || this == RESTARTING;
    }
  }

  final String id;
  String name;
  final Map<String, Wire.Container> formation = new LinkedHashMap<>();
  final List<Wire.Autoscaler> autoscalers = new ArrayList<>();
  final List<Wire.Addon> addons = new ArrayList<>();
  final Map<String, Wire.Operation> operations = new LinkedHashMap<>();
  Status status;
  Instant updatedAt;
  boolean failsToBoot;
  boolean neverEnds;
  @Nullable String canonicalDomain;
  @Nullable Answer refusal;
  Wire.Owner owner = Wire.Owner.OPS;

  /** Whether the account is a limited collaborator, where the app is somebody else's. */
  boolean limited;

  /** Whether it is somebody else's, who does not let the account take part. */
  boolean away;

  private @Nullable ListeningApp listening;

  HostedApp(String id, String name, Status status, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.status = status;
    this.updatedAt = createdAt;
  }

  int containers() {
    return formation.values().stream().mapToInt(Wire.Container::amount).sum();
  }

  int amount(String type) {
    Wire.Container container = formation.get(type);
    return container == null ? 0 : container.amount();
  }

  boolean hasWeb() {
    Wire.Container web = formation.get(WEB);
    return web != null && web.amount() > 0;
  }

  /** Whether requests reach it: it goes on answering while it scales from one amount to another. */
  boolean answers() {
    return hasWeb() && (status == Status.RUNNING || (status.busy() && listening != null));
  }

  /** Listens from now on; its port. */
  int listen(InstantSource clock) {
    ListeningApp now = listening;
    if (now == null) {
      now = ListeningApp.start(name, clock);
      listening = now;
    }
    return now.port();
  }

  void hangUp() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
  }
}
