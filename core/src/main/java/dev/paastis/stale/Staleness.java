// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppKind;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Gateways;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Said;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which apps may become stale, and since when they are not used. */
final class Staleness {
  private final AppDirectory directory;
  private final Gateways gateways;
  private final PolicyBook rules;

  Staleness(AppDirectory directory, Gateways gateways, PolicyBook rules) {
    this.directory = directory;
    this.gateways = gateways;
    this.rules = rules;
  }

  /**
   * What a rule says of an app.
   *
   * @param after time without use after which it is stale
   * @param delete whether it is to be deleted
   * @param by the rule
   */
  record Terms(Duration after, boolean delete, String by) {}

  /**
   * What the first rule says that speaks of it; empty where none does, or where it is no review
   * app: neither by its platform's word nor by a rule that names names or kinds.
   */
  Optional<Terms> terms(App app) {
    Policy policy = rules.of(app);
    Said<Policy.Stale> said = policy.stale();
    if (said == null || policy.ignored() != null) {
      return Optional.empty();
    }
    boolean delete =
        said.value().delete()
            && policy.dryRun() == null
            && policy.neverSleep() == null
            && app.wall() == null;
    return rules.selecting(app).stream()
        .filter(rule -> rule.terms().staleAfter() != null)
        .findFirst()
        .filter(rule -> isReviewApp(app) || namesReviewApps(rule))
        .map(rule -> new Terms(said.value().after(), delete, rule.name()));
  }

  private static boolean isReviewApp(App app) {
    return app.traits().kinds().contains(AppKind.REVIEW_APP);
  }

  private static boolean namesReviewApps(Rule rule) {
    NamePattern names = rule.selector().names();
    return !rule.selector().kinds().isEmpty() || (names != null && !names.matchesEverything());
  }

  /**
   * The last sign of use of the app or of a member of its group, which may use it where no gateway
   * sees that.
   *
   * @param handled what was done at the platforms
   */
  Optional<Instant> unusedSince(TrackedApp app, Map<AppId, Instant> handled, Instant now) {
    List<Instant> signs = new ArrayList<>();
    note(signs, app, handled, now);
    directory.groupOf(app).forEach(member -> note(signs, member, handled, now));
    return signs.stream().max(Instant::compareTo).map(Staleness::stored);
  }

  /** As fine as the store keeps it, so that what was kept compares with what is known. */
  static Instant stored(Instant sign) {
    return sign.truncatedTo(ChronoUnit.MICROS);
  }

  private void note(List<Instant> signs, TrackedApp app, Map<AppId, Instant> handled, Instant now) {
    Gateways.Quiet quiet = gateways.activity(app.id());
    add(signs, quiet.inFlight() > 0 || quiet.waiting() > 0 ? now : quiet.lastActivity());
    add(signs, app.lastActivity());
    add(signs, handled.get(app.id()));
    if (app.state() instanceof AppState.Awake awake) {
      add(signs, awake.handledAt());
    }
  }

  private static void add(List<Instant> signs, @Nullable Instant sign) {
    if (sign != null) {
      signs.add(sign);
    }
  }
}
