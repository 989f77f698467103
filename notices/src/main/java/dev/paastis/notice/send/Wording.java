// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.app.EventType;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Links;
import dev.paastis.notice.Notice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts messages into words. */
final class Wording {
  private static final int TITLE = 140;
  private static final int LINE = 300;
  private static final int FAILURES = 10;
  private static final int NAMES = 8;

  private final Links links;

  Wording(Links links) {
    this.links = links;
  }

  Told of(Delivery delivery) {
    return switch (delivery.form()) {
      case EVENT -> event(delivery, delivery.notices().getFirst());
      case DIGEST -> digest(delivery, delivery.notices());
      case TEST ->
          new Told(
              "Paastis reaches this channel",
              List.of("A test of '" + delivery.channel() + "'. Nothing happened to any app."),
              List.of(),
              false);
    };
  }

  private Told event(Delivery delivery, Notice notice) {
    List<String> lines = new ArrayList<>();
    add(lines, notice.details().get("reason"));
    add(lines, notice.cause().summary());
    return new Told(title(notice), lines, links.of(delivery), notice.failure());
  }

  private Told digest(Delivery delivery, List<Notice> notices) {
    List<Notice> failures = notices.stream().filter(Notice::failure).toList();
    List<String> lines = new ArrayList<>();
    failures.stream().limit(FAILURES).forEach(failure -> add(lines, failureLine(failure)));
    if (failures.size() > FAILURES) {
      lines.add("and " + (failures.size() - FAILURES) + " more failures");
    }
    byType(notices).forEach((type, of) -> lines.add(count(type, of)));
    return new Told(
        digestTitle(notices.size(), failures.size()),
        lines,
        links.of(delivery),
        !failures.isEmpty());
  }

  private static String digestTitle(int all, int failures) {
    String events = all == 1 ? "1 event" : all + " events";
    return switch (failures) {
      case 0 -> events;
      case 1 -> events + ", 1 failure";
      default -> events + ", " + failures + " failures";
    };
  }

  private static String failureLine(Notice notice) {
    String reason = notice.details().getOrDefault("reason", notice.cause().summary());
    return title(notice) + ": " + reason;
  }

  private static Map<EventType, List<Notice>> byType(List<Notice> notices) {
    return notices.stream()
        .sorted(Comparator.comparing(notice -> !notice.failure()))
        .collect(Collectors.groupingBy(Notice::type, LinkedHashMap::new, Collectors.toList()));
  }

  private static String count(EventType type, List<Notice> notices) {
    Set<String> names = new LinkedHashSet<>();
    notices.forEach(notice -> names.add(Texts.line(notice.subject(), NAME)));
    String shown = names.stream().limit(NAMES).collect(Collectors.joining(", "));
    String more = names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "";
    return "%d × %s: %s%s".formatted(notices.size(), phrase(type), shown, more);
  }

  private static final int NAME = 70;

  static String title(Notice notice) {
    return Texts.line(Texts.line(notice.subject(), NAME) + " " + phrase(notice.type()), TITLE);
  }

  private static void add(List<String> lines, @Nullable String text) {
    String line = text == null ? "" : Texts.line(text, LINE);
    if (!line.isEmpty()) {
      lines.add(line);
    }
  }

  private static String phrase(EventType type) {
    return switch (type) {
      case APP_ADDED, ACCOUNT_ADDED -> "was added";
      case APP_REMOVED, ACCOUNT_REMOVED -> "was removed";
      case WAKE_STARTED -> "is waking";
      case WOKEN -> "woke up";
      case WAKE_FAILED -> "could not be woken";
      case WAKE_REFUSED -> "was not woken";
      case SLEEP_STARTED -> "is falling asleep";
      case FELL_ASLEEP -> "fell asleep";
      case SLEEP_CALLED_OFF -> "stays awake";
      case SLEEP_VETOED -> "stays awake by a hook";
      case SLEEP_FAILED -> "could not be put to sleep";
      case CRASHED -> "crashed";
      case FOUND_AWAKE -> "was found awake";
      case FOUND_ASLEEP -> "was found asleep";
      case BECAME_UNKNOWN -> "is in an unknown state";
      case PINNED -> "was pinned";
      case UNPINNED -> "was unpinned";
      case TAKEN_UP -> "was taken up again";
      case PROTECTED -> "is production now";
      case UNPROTECTED -> "is production no longer";
      case PROTECTION_LIFTED -> "may sleep although it is production";
      case PROTECTION_RESTORED -> "is protected again";
      case ACCOUNT_ROTATED -> "has new credentials";
      case ACCOUNT_MARKED -> "was marked";
      case ACCOUNT_REFUSED -> "is refused by its platform";
      case ACCOUNT_ACCEPTED -> "is accepted again";
      case ROUTES_REFUSED -> "has routes that are not in force";
      case ROUTES_ACCEPTED -> "is in force again";
      case DEPLOYED -> "was deployed or restarted";
      case WOULD_SLEEP -> "would fall asleep";
      case WOULD_WAKE -> "would be started";
      case MORNING_SKIPPED -> "waits for its first request";
      case STALE_FOUND -> "is used by nobody any more";
      case STALE_WARNING -> "will be deleted";
      case STALE_KEPT -> "is kept";
      case APP_DELETED -> "was deleted";
      case DELETION_FAILED -> "could not be deleted";
      case HOOK_FAILED -> "has a hook that failed";
      case DELIVERY_FAILED -> "has a message that was given up";
      case CHANNEL_CLOSED -> "has a channel that is closed";
    };
  }
}
