// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an account says. Each message names the platform, the setting and what to write; no
 * message holds the text of a secret.
 */
public final class AccountForm {
  /** The setting that leads to an emulator's router instead of the vendor's. */
  public static final Setting ROUTER =
      Setting.url(
          "router-url",
          null,
          "where an emulator's router listens; leave out for the real platform");

  private final ProviderKind kind;
  private final AccountSettings settings;

  /**
   * Reads those settings for that kind.
   *
   * @throws IllegalArgumentException when there is a setting that the kind does not have
   */
  public AccountForm(ProviderKind kind, AccountSettings settings) {
    this.kind = kind;
    this.settings = settings;
    var strange = new TreeSet<>(settings.texts().keySet());
    strange.addAll(settings.secrets().keySet());
    kind.settings().forEach(known -> strange.remove(known.name()));
    if (!strange.isEmpty()) {
      throw wrong(
          "has no setting %s; there are: %s"
              .formatted(
                  strange,
                  kind.settings().stream().map(Setting::name).collect(Collectors.joining(", "))));
    }
  }

  /** A credential that must be there. */
  public Secret secret(String name) {
    return optionalSecret(name)
        .orElseThrow(() -> wrong("needs '%s': write %s".formatted(name, help(name))));
  }

  /** A credential, if it is there. It goes into a header, so what cannot stand there is refused. */
  public Optional<Secret> optionalSecret(String name) {
    Optional<Secret> secret = settings.secret(name);
    if (secret.isEmpty() && settings.text(name).isPresent()) {
      throw wrong("got '%s' as plain text: it is a secret, write it as one".formatted(name));
    }
    if (secret.stream().anyMatch(s -> !s.reveal().chars().allMatch(c -> c > ' ' && c < 127))) {
      throw wrong(
          "got a '%s' with spaces or special characters in it: copy it again".formatted(name));
    }
    return secret;
  }

  /** A text, {@code null} when it is not there or blank. */
  public @Nullable String text(String name) {
    return settings.text(name).map(String::strip).filter(text -> !text.isEmpty()).orElse(null);
  }

  /** Texts separated by commas. */
  public List<String> list(String name) {
    return Arrays.stream(settings.text(name).orElse("").split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** An http or https address without a slash at its end. */
  public URI url(String name, URI otherwise) {
    String text = text(name);
    return text == null ? otherwise : address(name, text);
  }

  /** The router of {@link #ROUTER}. */
  public SharedRouter router() {
    String text = text(ROUTER.name());
    return text == null ? SharedRouter.OF_VENDOR : new SharedRouter(address(ROUTER.name(), text));
  }

  /** One of the kind's regions, {@code null} for none in particular. */
  public @Nullable String region(String region) {
    if (!region.isEmpty() && !kind.regions().contains(region)) {
      throw wrong("has no region '%s'; write one of %s".formatted(region, kind.regions()));
    }
    return region.isEmpty() ? null : region;
  }

  private URI address(String name, String text) {
    // the message leaves the text out: people paste credentials into the wrong field
    return parsed(text.replaceFirst("/+$", ""))
        .filter(AccountForm::isBase)
        .orElseThrow(() ->
            wrong(
                "got a '%s' that is no http or https address: write %s"
                    .formatted(name, help(name))));
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether paths can be put after it. */
  private static boolean isBase(URI address) {
    return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        && address.getHost() != null
        && address.getRawQuery() == null
        && address.getRawFragment() == null
        && address.getRawUserInfo() == null;
  }

  private String help(String name) {
    return kind.settings().stream()
        .filter(setting -> setting.name().equals(name))
        .map(Setting::help)
        .findFirst()
        .orElse("it");
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("an account on " + kind.title() + " " + what);
  }
}
