// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PasswordHash;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import dev.paastis.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a route, or some of its paths, says of requests. */
final class RouteTermsReader {
  /** The keys that are read here. */
  static final List<String> KEYS =
      List.of(
          "allow",
          "deny",
          "basic-auth",
          "rate-limit",
          "body-limit",
          "redirect",
          "wake",
          "answer",
          "hold-time",
          "show",
          "request-headers",
          "response-headers",
          "pages");

  private static final String OFF = "off";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?(B|KB|KiB|MB|MiB|GB|GiB)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "B",
          1L,
          "KB",
          1_000L,
          "KiB",
          1_024L,
          "MB",
          1_000_000L,
          "MiB",
          1_048_576L,
          "GB",
          1_000_000_000L,
          "GiB",
          1_073_741_824L);
  private static final Unwoken ASLEEP =
      new Unwoken(503, "text/plain; charset=utf-8", "{app} is asleep\n", Duration.ofHours(1));

  private final Credentials credentials;
  private final Path folder;
  private final List<String> warnings = new ArrayList<>();

  RouteTermsReader(Credentials credentials, Path folder) {
    this.credentials = credentials;
    this.folder = folder;
  }

  /** What can be used, though not as it was meant. */
  List<String> warnings() {
    return warnings;
  }

  RouteTerms read(Section section) {
    Guard guard =
        new Guard(
            addresses(section, "allow"),
            addresses(section, "deny"),
            auth(section),
            rate(section),
            bodyLimit(section));
    return new RouteTerms(
        guard,
        waiting(section),
        redirect(section),
        edits(section, "request-headers"),
        edits(section, "response-headers"));
  }

  private static @Nullable AddressBlocks addresses(Section section, String key) {
    if (!section.has(key)) {
      return null;
    }
    try {
      return new AddressBlocks(section.texts(key));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static boolean isOff(Section section, String key) {
    return section.isText(key) && section.text(key, "").equals(OFF);
  }

  private @Nullable BasicAuth auth(Section section) {
    if (!section.has("basic-auth")) {
      return null;
    } else if (isOff(section, "basic-auth")) {
      return BasicAuth.OFF;
    }
    Section auth = section.section("basic-auth").only("realm", "users");
    Map<String, PasswordHash> users = new LinkedHashMap<>();
    for (Section user : auth.sections("users")) {
      user.only("user", "hash");
      String name = user.required("user", "ann");
      if (name.indexOf(':') >= 0) {
        user.problem("user", "'" + name + "' must not contain a colon");
      }
      hash(user)
          .ifPresent(hash -> {
            if (users.put(name, hash) != null) {
              user.problem("user", "'" + name + "' stands here twice; keep one");
            }
          });
    }
    if (users.isEmpty()) {
      auth.problem("users", "names nobody, so that nobody could sign in");
    }
    return new BasicAuth(auth.text("realm", "Sign in"), users);
  }

  private Optional<PasswordHash> hash(Section user) {
    String written = user.required("hash", "${STAGING_ANN}");
    Optional<Secret> secret = credentials.find(user, "hash", written);
    try {
      return secret.map(found -> PasswordHash.of(found.reveal()));
    } catch (IllegalArgumentException e) {
      user.problem("hash", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static @Nullable RateLimit rate(Section section) {
    if (!section.has("rate-limit")) {
      return null;
    } else if (isOff(section, "rate-limit")) {
      return RateLimit.OFF;
    }
    Section rate = section.section("rate-limit").only("requests", "per", "burst");
    rate.required("requests", "100");
    int requests = rate.number("requests", 100, 1, 1_000_000);
    Duration per = rate.duration("per", Duration.ofMinutes(1));
    if (per.compareTo(Duration.ofDays(1)) > 0) {
      rate.problem("per", "must be at most 24h");
      per = Duration.ofDays(1);
    }
    return new RateLimit(requests, per, rate.number("burst", requests, 1, 1_000_000));
  }

  private static @Nullable Long bodyLimit(Section section) {
    if (!section.has("body-limit")) {
      return null;
    } else if (isOff(section, "body-limit")) {
      return 0L;
    }
    Matcher size = SIZE.matcher(section.text("body-limit", ""));
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      section.problem("body-limit", "must be a size such as 10MB or 512KiB, or off");
      return null;
    }
    return Math.multiplyExact(Long.parseLong(size.group(1)), UNITS.getOrDefault(size.group(2), 1L));
  }

  private static @Nullable Redirect redirect(Section section) {
    if (!section.has("redirect")) {
      return null;
    } else if (isOff(section, "redirect")) {
      return Redirect.OFF;
    }
    Section redirect = section.section("redirect").only("to", "permanent");
    String to = redirect.required("to", "https://www.example.com${path}${query}");
    try {
      return new Redirect(to, Boolean.TRUE.equals(RuleReader.yesOrNo(redirect, "permanent")));
    } catch (IllegalArgumentException e) {
      redirect.problem("to", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Waiting waiting(Section section) {
    Boolean wakes = RuleReader.yesOrNo(section, "wake");
    if (section.has("answer") && !Boolean.FALSE.equals(wakes)) {
      section.problem("answer", "is only given where wake is false");
    }
    Unwoken instead = Boolean.FALSE.equals(wakes) ? answer(section.section("answer")) : null;
    Duration time =
        section.has("hold-time") ? section.duration("hold-time", Duration.ofSeconds(60)) : null;
    Waiting.Show show =
        section.has("show")
            ? section.oneOf("show", "page", Set.of("page", "hold")).equals("hold")
                ? Waiting.Show.HOLD
                : Waiting.Show.PAGE
            : null;
    return new Waiting(wakes, instead, time, show, pages(section));
  }

  private static Unwoken answer(Section section) {
    section.only("status", "body", "content-type", "retry-after");
    int status = section.number("status", ASLEEP.status(), 200, 599);
    Duration otherwise = status == ASLEEP.status() ? ASLEEP.retryAfter() : null;
    String type = section.text("content-type", ASLEEP.contentType());
    if (!type.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      section.problem("content-type", "must be plain ASCII");
    }
    return new Unwoken(
        status,
        type,
        section.text("body", ASLEEP.body()),
        section.has("retry-after")
            ? section.duration("retry-after", Duration.ofHours(1))
            : otherwise);
  }

  /** A folder that is broken or missing stops nothing: our own pages are shown. */
  private @Nullable OwnPages pages(Section section) {
    String name = section.optional("pages");
    if (name == null) {
      return null;
    } else if (name.equals(OFF)) {
      return OwnPages.OFF;
    }
    OwnPages pages = OwnPages.load(folder.resolve(name));
    warnings.addAll(pages.problems());
    return pages;
  }

  private @Nullable HeaderEdits edits(Section section, String key) {
    if (!section.has(key)) {
      return null;
    }
    Section edits = section.section(key).only("set", "add", "remove");
    try {
      return new HeaderEdits(edits.texts("remove"), values(edits, "set"), values(edits, "add"));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A value that is a credential is named, as everywhere. */
  private Map<String, String> values(Section edits, String key) {
    Section section = edits.section(key);
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : section.keys()) {
      String value = section.text(name, "");
      boolean named = value.startsWith("${") || value.startsWith("file:");
      values.put(
          name,
          named ? credentials.find(section, name, value).map(Secret::reveal).orElse("") : value);
    }
    return values;
  }
}
