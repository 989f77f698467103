// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.EventType;
import dev.paastis.notice.AppPattern;
import dev.paastis.notice.Channel;
import dev.paastis.notice.ChannelKind;
import dev.paastis.notice.Filter;
import dev.paastis.notice.hook.Hook;
import dev.paastis.notice.send.SigningSecrets;
import dev.paastis.notice.send.Smtp;
import dev.paastis.notice.send.Smtp.Encryption;
import dev.paastis.provider.Secret;
import dev.paastis.server.config.Messages.Address;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads hooks, channels of messages, and the mail server. */
final class MessageReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration WAKE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LONGEST_DIGEST = Duration.ofDays(7);
  private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+");
  private static final Set<String> YES_OR_NO = Set.of("true", "false");
  private static final URI NOWHERE = URI.create("http://localhost/");
  private static final SigningSecrets NO_SIGNATURE =
      SigningSecrets.parse(new Secret("whsec_" + "A".repeat(32)));

  private final Credentials credentials;
  private final Set<String> hooks = new HashSet<>();
  private final Set<String> channels = new HashSet<>();

  MessageReader(Credentials credentials) {
    this.credentials = credentials;
  }

  Messages read(Section root) {
    Optional<Smtp> smtp = smtp(root.section("smtp"), root.has("smtp"));
    Section console = root.section("console");
    @Nullable String url = console.optional("url");
    return new Messages(
        root.sections("hooks").stream().map(this::hook).toList(),
        root.sections("notifications").stream().map(one -> channel(one, smtp)).toList(),
        url == null ? Optional.empty() : Optional.of(url(console, "url", url).toString()));
  }

  private Hook hook(Section section) {
    section.only("name", "on", "apps", "url", "secret", "command", "timeout", "on-failure", "wait");
    return new Hook(
        name(section, hooks, "hook"),
        moments(section),
        pattern(section),
        target(section),
        limits(section));
  }

  private static Set<Hook.Moment> moments(Section section) {
    Map<String, Hook.Moment> known = byWire(Hook.Moment.values(), Hook.Moment::wire);
    Set<Hook.Moment> moments = EnumSet.noneOf(Hook.Moment.class);
    section.texts("on").forEach(text -> add(section, "on", text, known, moments));
    if (moments.isEmpty()) {
      section.problem(
          "on", "is missing; allowed: " + String.join(", ", new TreeSet<>(known.keySet())));
    }
    return moments;
  }

  private Hook.Target target(Section section) {
    List<String> command = section.texts("command");
    boolean http = section.has("url");
    if (http == !command.isEmpty()) {
      section.problem(
          http ? "command" : "url", "a hook has either url with secret, or command; write one");
    }
    if (!http) {
      return new Hook.Target.Command(command.isEmpty() ? List.of("false") : command);
    }
    return new Hook.Target.Http(address(section), signing(section));
  }

  private static Hook.Limits limits(Section section) {
    Duration sleep = section.duration("timeout", TIMEOUT);
    if (sleep.compareTo(LONGEST_TIMEOUT) > 0) {
      section.problem("timeout", "must be at most 60s");
    }
    String failure = section.oneOf("on-failure", "proceed", Set.of("proceed", "veto"));
    return new Hook.Limits(
        sleep,
        section.duration("timeout", WAKE_TIMEOUT),
        failure.equals("veto"),
        yes(section, "wait", "false"));
  }

  private Messages.Entry channel(Section section, Optional<Smtp> smtp) {
    section.only("name", "kind", "url", "secret", "to", "events", "apps", "digest", "urgent");
    String name = name(section, channels, "channel");
    Map<String, ChannelKind> kinds = kinds();
    String kind = section.oneOf("kind", "webhook", kinds.keySet());
    if (!section.has("kind")) {
      section.problem(
          "kind", "is missing; allowed: " + String.join(", ", new TreeSet<>(kinds.keySet())));
    }
    ChannelKind known = kinds.getOrDefault(kind, ChannelKind.WEBHOOK);
    Address address =
        switch (known) {
          case EMAIL -> mail(section, smtp);
          case WEBHOOK, COMMAND -> new Address.Signed(address(section), signing(section));
          case SLACK, MATTERMOST, TEAMS ->
              new Address.Chat(new Secret(address(section).toString()));
        };
    Channel channel =
        new Channel(
            name,
            known,
            new Filter(events(section), pattern(section)),
            digest(section),
            yes(section, "urgent", "true"),
            fingerprint(address));
    return new Messages.Entry(channel, address);
  }

  private static Map<String, ChannelKind> kinds() {
    return Stream.of(ChannelKind.values())
        .filter(kind -> kind != ChannelKind.COMMAND)
        .collect(Collectors.toMap(ChannelKind::wire, kind -> kind));
  }

  private static @Nullable Duration digest(Section section) {
    if (!section.has("digest")) {
      return null;
    }
    Duration digest = section.duration("digest", LONGEST_DIGEST);
    if (digest.compareTo(LONGEST_DIGEST) > 0) {
      section.problem("digest", "must be at most 7d");
    }
    return digest;
  }

  private static Set<EventType> events(Section section) {
    if (!section.has("events")) {
      return Filter.USUAL;
    }
    Map<String, EventType> known = byWire(EventType.values(), EventType::wire);
    Set<EventType> events = EnumSet.noneOf(EventType.class);
    section.texts("events").forEach(text -> add(section, "events", text, known, events));
    return events;
  }

  private Address mail(Section section, Optional<Smtp> smtp) {
    List<String> to = section.texts("to");
    if (to.isEmpty()) {
      section.problem("to", "is missing; write for example to: [ops@example.org]");
    }
    to.forEach(address -> mailAddress(section, "to", address));
    if (smtp.isEmpty()) {
      section.problem("kind", "'email' needs the file's smtp section, with host and from");
    }
    return new Address.Mail(
        smtp.orElseGet(
            () -> new Smtp("localhost", 25, "nobody@localhost", Encryption.STARTTLS, null)),
        to);
  }

  private Optional<Smtp> smtp(Section section, boolean said) {
    section.only("host", "port", "user", "password", "from", "tls", "starttls");
    if (!said || section.keys().isEmpty()) {
      return Optional.empty();
    }
    String from = section.required("from", "paastis@example.org");
    mailAddress(section, "from", from);
    return Optional.of(
        new Smtp(
            section.required("host", "mail.example.org"),
            section.number("port", yes(section, "tls", "false") ? 465 : 587, 1, 65535),
            from,
            encryption(section),
            login(section)));
  }

  private static Encryption encryption(Section section) {
    boolean tls = yes(section, "tls", "false");
    boolean starttls = yes(section, "starttls", tls ? "false" : "true");
    if (tls && starttls) {
      section.problem("starttls", "has no meaning with tls, which encrypts from the first byte");
    }
    if (tls) {
      return Encryption.TLS;
    }
    return starttls ? Encryption.STARTTLS : Encryption.NONE;
  }

  private Smtp.@Nullable Login login(Section section) {
    @Nullable String user = section.optional("user");
    @Nullable String password = section.optional("password");
    if (user == null && password == null) {
      return null;
    }
    if (user == null || password == null) {
      section.problem(user == null ? "user" : "password", "is missing; the two go together");
      return null;
    }
    return credentials
        .find(section, "password", password)
        .map(found -> new Smtp.Login(user, found))
        .orElse(null);
  }

  /** An address that may be a credential itself, so it may stand elsewhere. */
  private URI address(Section section) {
    String text = section.required("url", "${WEBHOOK_URL}");
    if (!section.has("url")) {
      return NOWHERE;
    }
    boolean plain = text.startsWith("http://") || text.startsWith("https://");
    if (plain && section.has("secret")) {
      return url(section, "url", text);
    }
    return credentials
        .find(section, "url", text)
        .map(found -> url(section, "url", found.reveal()))
        .orElse(NOWHERE);
  }

  private SigningSecrets signing(Section section) {
    String text = section.required("secret", "${WEBHOOK_SECRET}");
    Optional<Secret> secret =
        section.has("secret") ? credentials.find(section, "secret", text) : Optional.empty();
    try {
      return secret.map(SigningSecrets::parse).orElse(NO_SIGNATURE);
    } catch (IllegalArgumentException e) {
      section.problem("secret", String.valueOf(e.getMessage()));
      return NO_SIGNATURE;
    }
  }

  /** What is wrong is not repeated: it may be a credential. */
  private static URI url(Section section, String key, String text) {
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    section.problem(key, "must be an address that begins with https:// or http://");
    return NOWHERE;
  }

  private static void mailAddress(Section section, String key, String address) {
    if (!MAIL.matcher(address).matches()) {
      section.problem(key, "'" + address + "' is not a mail address such as ops@example.org");
    }
  }

  private static String name(Section section, Set<String> taken, String what) {
    String name = section.required("name", "ops");
    if (!ConfigurationReader.NAME.matcher(name).matches()) {
      section.problem("name", "'%s' must be of a-z, 0-9 and inner hyphens".formatted(name));
    }
    if (!taken.add(name)) {
      section.problem("name", "'" + name + "' is the name of another " + what + " already");
    }
    return name;
  }

  private static @Nullable AppPattern pattern(Section section) {
    @Nullable String text = section.optional("apps");
    if (text == null || text.equals(".*")) {
      return null;
    }
    try {
      return AppPattern.of(text);
    } catch (PatternSyntaxException e) {
      section.problem("apps", "is not a regular expression: " + e.getDescription());
      return null;
    }
  }

  private static boolean yes(Section section, String key, String otherwise) {
    return section.oneOf(key, otherwise, YES_OR_NO).equals("true");
  }

  private static <T> Map<String, T> byWire(T[] values, Function<T, String> wire) {
    return Stream.of(values).collect(Collectors.toMap(wire, value -> value));
  }

  private static <T> void add(
      Section section, String key, String text, Map<String, T> known, Set<T> found) {
    T value = known.get(text);
    if (value == null) {
      String allowed = String.join(", ", new TreeSet<>(known.keySet()));
      section.problem(key, "'%s' is not known; allowed: %s".formatted(text, allowed));
    } else {
      found.add(value);
    }
  }

  private static String fingerprint(Address address) {
    String text =
        switch (address) {
          case Address.Chat(Secret url) -> url.reveal();
          case Address.Signed(URI url, var _) -> url.toString();
          case Address.Mail(Smtp smtp, List<String> to) -> smtp.host() + " " + to;
        };
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
