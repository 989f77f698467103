// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.account.AccountHealth;
import dev.paastis.api.AppView;
import dev.paastis.api.BudgetView;
import dev.paastis.api.CauseView;
import dev.paastis.api.DurationText;
import dev.paastis.api.EventView;
import dev.paastis.app.EventType;
import dev.paastis.app.StateName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How states, events, causes and times are called and drawn. Used by the templates. */
public final class Words {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** As browsers name themselves; each also carries the names of those after it. */
  private static final List<String> BROWSERS =
      List.of("Firefox/", "Edg/", "OPR/", "Chrome/", "Safari/");

  private final InstantSource clock;

  Words(InstantSource clock) {
    this.clock = clock;
  }

  /** All states, for filters. */
  public List<String> states() {
    return List.of("awake", "falling-asleep", "asleep", "waking", "unknown");
  }

  /** All types of events, for filters. */
  public EventType[] types() {
    return EventType.values();
  }

  /** How the state of that wire name looks. */
  public Look state(String wire) {
    return switch (StateName.ofWire(wire)) {
      case AWAKE -> new Look("Awake", "sun", "green");
      case FALLING_ASLEEP -> new Look("Falling asleep", "sunset-2", "orange");
      case ASLEEP -> new Look("Asleep", "moon", "indigo");
      case WAKING -> new Look("Waking", "sunrise", "yellow");
      case UNKNOWN -> new Look("Unknown", "help", "red");
    };
  }

  /** How the event of that wire name looks. */
  public Look event(String wire) {
    return switch (EventType.ofWire(wire)) {
      case APP_ADDED -> new Look("added", "plus", "azure");
      case APP_REMOVED -> new Look("removed", "trash", "secondary");
      case WAKE_STARTED -> new Look("is waking", "sunrise", "yellow");
      case WOKEN -> new Look("woke up", "sun", "green");
      case WAKE_FAILED -> new Look("could not be woken", "alert-triangle", "red");
      case WAKE_REFUSED -> new Look("was not woken", "hand-stop", "orange");
      case SLEEP_STARTED -> new Look("is falling asleep", "sunset-2", "orange");
      case FELL_ASLEEP -> new Look("fell asleep", "moon", "indigo");
      case SLEEP_CALLED_OFF -> new Look("stays awake", "player-play", "green");
      case SLEEP_VETOED -> new Look("stays awake by a hook", "hand-stop", "green");
      case HOOK_FAILED -> new Look("has a hook that failed", "alert-triangle", "red");
      case DELIVERY_FAILED -> new Look("has a message that was given up", "mail-off", "red");
      case CHANNEL_CLOSED -> new Look("has a channel that is closed", "mail-off", "red");
      case SLEEP_FAILED -> new Look("could not be put to sleep", "alert-triangle", "red");
      case CRASHED -> new Look("crashed", "bolt", "red");
      case FOUND_AWAKE -> new Look("was found awake", "eye", "azure");
      case FOUND_ASLEEP -> new Look("was found asleep", "eye", "azure");
      case DEPLOYED -> new Look("was deployed or restarted", "rocket", "azure");
      case WOULD_SLEEP -> new Look("would fall asleep", "moon-off", "secondary");
      case WOULD_WAKE -> new Look("would be started", "sun-off", "secondary");
      case MORNING_SKIPPED -> new Look("waits for its first request", "moon", "secondary");
      case BECAME_UNKNOWN -> new Look("is in an unknown state", "help", "red");
      case PINNED -> new Look("was pinned", "pin", "blue");
      case UNPINNED -> new Look("was unpinned", "pinned-off", "secondary");
      case TAKEN_UP -> new Look("was taken up again", "refresh", "azure");
      case PROTECTED -> new Look("is production now", "shield", "blue");
      case UNPROTECTED -> new Look("is production no longer", "shield-off", "secondary");
      case PROTECTION_LIFTED ->
          new Look("may sleep although it is production", "lock-open", "orange");
      case PROTECTION_RESTORED -> new Look("is protected again", "lock", "blue");
      case STALE_FOUND -> new Look("is not used any more", "hourglass", "orange");
      case STALE_WARNING -> new Look("will be deleted", "calendar-x", "red");
      case STALE_KEPT -> new Look("is kept from deletion, or no longer", "bookmark", "blue");
      case APP_DELETED -> new Look("was deleted", "trash-x", "red");
      case DELETION_FAILED -> new Look("could not be deleted", "alert-triangle", "red");
      case ACCOUNT_ADDED -> new Look("was added", "plug", "azure");
      case ACCOUNT_ROTATED -> new Look("has new credentials", "key", "azure");
      case ACCOUNT_MARKED -> new Look("was marked", "shield", "blue");
      case ACCOUNT_REMOVED -> new Look("was removed", "plug-off", "secondary");
      case ACCOUNT_REFUSED -> new Look("is refused by its platform", "alert-triangle", "red");
      case ACCOUNT_ACCEPTED -> new Look("is accepted by its platform", "plug", "green");
      case ROUTES_REFUSED -> new Look("has routes that are not in force", "route-off", "red");
      case ROUTES_ACCEPTED -> new Look("is in force again", "route", "green");
    };
  }

  /** How the platform takes an account, by the wire name of that. */
  public Look account(String state) {
    return switch (AccountHealth.State.ofWire(state)) {
      case ACCEPTED -> new Look("Accepted", "plug-connected", "green");
      case REFUSED -> new Look("Refused", "alert-triangle", "red");
      case UNREACHABLE -> new Look("Unreachable", "plug-connected-x", "orange");
      case UNCHECKED -> new Look("Not checked yet", "help", "secondary");
    };
  }

  /** How a setting of an account is called in a form, for example {@code API address}. */
  public String label(String setting) {
    String text = setting.replace("-url", " address").replace("api-", "api ").replace('-', ' ');
    return text.startsWith("api ")
        ? "API" + text.substring(3)
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** What may still be asked of a platform, in words. */
  public String left(BudgetView budget) {
    String burst = String.format(Locale.ENGLISH, "%,d", budget.burst());
    return budget.left() >= budget.burst()
        ? "all of " + burst + " left"
        : String.format(
            Locale.ENGLISH,
            "%,d of %s left, full again in %s",
            budget.left(),
            burst,
            in(budget.fullAt()));
  }

  /** The cause in words, with who came from where. */
  public String because(CauseView cause) {
    String text = cause.summary();
    if (!cause.kind().equals("request")) {
      return text;
    }
    Map<String, String> details = cause.details();
    String all =
        text.startsWith("by ") || text.startsWith("request") ? text : "by a request: " + text;
    String address = details.get("address");
    if (address != null && !all.contains(address)) {
      all += " from " + address;
    }
    String agent = details.get("agent");
    return agent == null || all.contains(agent) ? all : all + ", " + product(agent);
  }

  /** What else an event says, besides long output; empty when nothing. */
  public String more(EventView event) {
    String took = event.details().get("duration-ms");
    String reason = event.details().get("reason");
    String mark = event.details().get("mark");
    if (took != null) {
      return "in " + seconds(Duration.ofMillis(Long.parseLong(took)));
    }
    if (mark != null) {
      return "as " + mark;
    }
    return reason == null ? "" : reason;
  }

  /** How long ago, in words. */
  public String ago(@Nullable Instant at) {
    return at == null ? "never" : round(Duration.between(at, clock.instant())) + " ago";
  }

  /** How long until then, in words. */
  public String in(Instant at) {
    return round(Duration.between(clock.instant(), at));
  }

  /** How long since then, in words. */
  public String since(Instant at) {
    return round(Duration.between(at, clock.instant()));
  }

  /** A time to the second. */
  public String at(Instant at) {
    return CLOCK.format(at);
  }

  /** Now. */
  public Instant now() {
    return clock.instant();
  }

  /** A wire duration as people read it. */
  public String brief(@Nullable String wire, String otherwise) {
    return wire == null ? otherwise : seconds(DurationText.parse(wire));
  }

  /** A time as people read it. */
  public String brief(Duration time) {
    return seconds(time);
  }

  /** Whether a pin has no end. */
  public boolean endless(@Nullable Instant pinnedUntil) {
    return AppView.PINNED_WITHOUT_END.equals(pinnedUntil);
  }

  static String seconds(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + " ms";
    }
    return time.compareTo(Duration.ofMinutes(1)) < 0
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : round(time);
  }

  static String round(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** The product of an agent, without the long tail that browsers send. */
  static String product(String agent) {
    if (agent.startsWith("Mozilla/")) {
      for (String browser : BROWSERS) {
        int at = agent.indexOf(browser);
        if (at >= 0) {
          return first(agent.substring(at));
        }
      }
    }
    return agent.length() <= 40 ? agent : first(agent);
  }

  private static String first(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    return word.length() <= 40 ? word : word.substring(0, 39) + "…";
  }

  /**
   * How something is called and drawn.
   *
   * @param label its name
   * @param icon of the icon font
   * @param color of the kit
   */
  public record Look(String label, String icon, String color) {}
}
