// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.http;

import dev.paastis.described.DescribedProvider;
import dev.paastis.described.Facing;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * An API of the user's own: four addresses that list apps, tell one, wake it and put it to sleep.
 * What they say and what it means is in {@code docs/http-provider.md}.
 */
public final class HttpKind implements ProviderKind {
  /** For the service loader. */
  public HttpKind() {}

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String title() {
    return "HTTP";
  }

  @Override
  public List<Setting> settings() {
    return Stream.of(HttpSettings.settings(), Facing.settings()).flatMap(List::stream).toList();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of("the formation, any JSON object that the API says of an app"),
        List.of("whatever the API leaves in place"),
        List.of("whatever the API leaves running"),
        List.of("whatever the API does not put into the formation"),
        List.of());
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(HttpPlatform.LIMIT);
  }

  @Override
  public String rights() {
    return "A token, if the API asks for one, that may call the four addresses and nothing else."
        + " That it is accepted is checked by the list; whether it may wake and put to sleep shows"
        + " at the first time.";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    var platform = new HttpPlatform(HttpSettings.of(settings), around.budget());
    return new DescribedProvider(platform, Facing.of(settings), around.ticker());
  }
}
