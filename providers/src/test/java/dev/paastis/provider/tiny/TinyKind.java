// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Tiny. */
final class TinyKind implements ProviderKind {
  static final ApiLimit LIMIT =
      ApiLimit.window(
          "account", 600, Duration.ofMinutes(1), "https://tiny.example/docs/api#limits");

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public String title() {
    return "Tiny";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.secret("token", "an API token, made at https://tiny.example/tokens"),
        Setting.url("api-url", "https://api.tiny.example", "the address of the API"));
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.AT_ONCE,
        Capabilities.Proof.PROBE,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of("number and size of instances"),
        List.of("databases"),
        List.of(),
        List.of("files of an instance"),
        List.of());
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(LIMIT);
  }

  @Override
  public String rights() {
    return "A token with the scope apps:scale; make it at https://tiny.example/tokens";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    URI api = URI.create(settings.text("api-url").orElse("https://api.tiny.example"));
    return new TinyProvider(api, settings.requiredSecret("token"), around.budget());
  }
}
