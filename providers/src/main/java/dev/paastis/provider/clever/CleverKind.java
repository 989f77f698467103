// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Secret;
import dev.paastis.provider.Setting;
import dev.paastis.provider.clever.CleverSettings.Credentials;
import dev.paastis.rest.AccountForm;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Clever Cloud: an account is an API token, or the four secrets of signed calls. */
public final class CleverKind implements ProviderKind {
  private static final String TOKEN = "token";
  private static final List<String> SIGNING =
      List.of("consumer-key", "consumer-secret", "user-token", "user-secret");

  /** For {@link java.util.ServiceLoader}. */
  public CleverKind() {}

  @Override
  public String name() {
    return "clever-cloud";
  }

  @Override
  public String title() {
    return "Clever Cloud";
  }

  /** Its zones. */
  @Override
  public List<String> regions() {
    return List.of(
        "par", "parhds", "grahds", "rbx", "rbxhds", "scw", "ldn", "mtl", "sgp", "syd", "wsw");
  }

  @Override
  public List<Setting> settings() {
    Stream<Setting> signing =
        SIGNING.stream()
            .map(name -> secret(name, "one of the four secrets of OAuth 1.0a, instead of a token"));
    return Stream.of(
            Stream.of(
                secret(TOKEN, "an API token made by 'clever tokens create', or the four below")),
            signing,
            Stream.of(
                Setting.text(
                    "organisations",
                    null,
                    "ids whose apps to take (orga_..., user_...), separated by commas; left out,"
                        + " all"),
                Setting.url(
                    "api-url", null, "the API's address; left out, the one for the secrets"),
                AccountForm.ROUTER))
        .flatMap(settings -> settings)
        .toList();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of("fewest and most instances", "smallest and largest flavor"),
        List.of("add-ons such as PostgreSQL or Redis: billed as before, data untouched"),
        List.of(),
        List.of(
            "what lies on an instance's own disk: a wake brings new machines of the same build"),
        List.of(
            "an app that was never deployed cannot be woken: push code first",
            "apps with the lifetime TASK are left out: they stop by themselves",
            "an app that Clever Cloud suspended (moderation, payment) is never started",
            "an API token has a date of expiry, a user token ends after three months"));
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(CleverLimits.ACCOUNT);
  }

  @Override
  public String rights() {
    return "Credentials have all rights of their user; there are no narrower ones. Make an API"
        + " token as a user whose role is DEVELOPER in the organisations whose apps shall"
        + " sleep, and who is in no others:"
        + " https://www.clever-cloud.com/developers/api/howto/";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    AccountForm form = new AccountForm(this, settings);
    Credentials credentials = credentials(form);
    URI usual =
        switch (credentials) {
          case Credentials.ApiToken _ -> CleverSettings.BRIDGE;
          case Credentials.Signed _ -> CleverSettings.API;
        };
    return new CleverProvider(
        new CleverSettings(
            form.url("api-url", usual),
            credentials,
            form.list("organisations"),
            form.region(region),
            CleverSettings.POLL,
            form.router()),
        around.budget(),
        around.ticker(),
        around.clock());
  }

  private Credentials credentials(AccountForm form) {
    Optional<Secret> token = form.optionalSecret(TOKEN);
    List<String> there =
        SIGNING.stream().filter(name -> form.optionalSecret(name).isPresent()).toList();
    if (token.isPresent() && there.isEmpty()) {
      return new Credentials.ApiToken(token.get());
    }
    if (token.isEmpty() && there.equals(SIGNING)) {
      List<Secret> secrets = SIGNING.stream().map(form::secret).toList();
      return new Credentials.Signed(secrets.get(0), secrets.get(1), secrets.get(2), secrets.get(3));
    }
    throw new IllegalArgumentException(
        "an account on %s needs '%s' alone or all of %s, got: %s"
            .formatted(
                title(),
                TOKEN,
                SIGNING,
                Stream.concat(token.stream().map(_ -> TOKEN), there.stream()).toList()));
  }

  private static Setting secret(String name, String help) {
    return new Setting(name, Setting.Type.SECRET, false, null, List.of(), help);
  }
}
