// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.described.DescribedProvider;
import dev.paastis.described.Facing;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands of the operator's own: four that list apps, tell one, wake it and put it to sleep. What
 * they print and what it means is in {@code docs/http-provider.md}.
 */
public final class ShellKind implements ProviderKind {
  /** For the service loader. */
  public ShellKind() {}

  @Override
  public String name() {
    return "shell";
  }

  @Override
  public String title() {
    return "Shell";
  }

  @Override
  public List<Setting> settings() {
    return Stream.of(ShellSettings.settings(), Facing.settings()).flatMap(List::stream).toList();
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of("the formation, any JSON object that the commands say of an app"),
        List.of("whatever the sleep command leaves in place"),
        List.of("whatever the sleep command leaves running"),
        List.of("whatever the commands do not put into the formation"),
        List.of());
  }

  @Override
  public String rights() {
    return "The commands run as the user of the engine, on its machine: whoever may change such an"
        + " account may run anything there. Let that user do no more than the commands need.";
  }

  /** Its commands run as this process may, on this machine. */
  @Override
  public boolean declaredOnly() {
    return true;
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    var commands = new Commands(around.folder(), around.ticker());
    var platform = new ShellPlatform(ShellSettings.of(settings), commands);
    return new DescribedProvider(platform, Facing.of(settings), around.ticker());
  }
}
