// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import dev.paastis.rest.AccountForm;
import java.util.List;

/** Platform.sh, now sold as Upsun: an account is an API token of a user. */
public final class PlatformshKind implements ProviderKind {
  /** For {@link java.util.ServiceLoader}. */
  public PlatformshKind() {}

  @Override
  public String name() {
    return "platform-sh";
  }

  @Override
  public String title() {
    return "Platform.sh";
  }

  /** Those of the vendor's list; projects elsewhere are seen by an account without region. */
  @Override
  public List<String> regions() {
    return List.of(
        "eu-5.platform.sh",
        "fr-3.platform.sh",
        "fr-4.platform.sh",
        "eu-2.platform.sh",
        "eu-4.platform.sh",
        "de-2.platform.sh",
        "ch-1.platform.sh",
        "uk-1.platform.sh",
        "us-2.platform.sh",
        "us-3.platform.sh",
        "us-4.platform.sh",
        "ca-1.platform.sh",
        "au.platform.sh",
        "au-2.platform.sh");
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.secret("token", "an API token of the console, account settings, API tokens"),
        Setting.text(
            "organization",
            null,
            "the id of the organization whose projects to take; left out, all that the user sees"),
        Setting.url("api-url", PlatformshSettings.API.toString(), "the API's address"),
        Setting.url(
            "auth-url",
            PlatformshSettings.AUTH.toString(),
            "the address of the server that exchanges tokens"),
        AccountForm.ROUTER);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of(
            "the primary route, which the platform need not tell of a paused environment",
            "sizes stay in the project's configuration: the platform restores them by itself"),
        List.of(
            "storage of paused environments, as the plan bills it",
            "on fixed plans the price of the plan, which a pause does not change"),
        List.of("the router, which shows a page of the platform with a button to resume"),
        List.of(
            "sizes that somebody changed while it was paused: what stands there counts at the"
                + " wake"),
        List.of(
            "an environment sleeps whole: apps, workers, crons, databases and other services",
            "pausing and resuming need the link of the API for this user and plan",
            "preview environments are paused by the platform after 14 days without a deployment",
            "two activities at a time in a project, one in an environment: a wake may have to"
                + " wait"));
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(PlatformshApi.LIMIT);
  }

  @Override
  public String rights() {
    return "An API token has all rights of its user. Make it as a user (a machine user is best)"
        + " whose role on the environment types development and staging allows to pause and"
        + " resume, with no access to production:"
        + " https://docs.upsun.com/administration/cli/api-tokens.html";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    AccountForm form = new AccountForm(this, settings);
    return new PlatformshProvider(
        new PlatformshSettings(
            form.url("api-url", PlatformshSettings.API),
            form.url("auth-url", PlatformshSettings.AUTH),
            form.secret("token"),
            form.text("organization"),
            form.region(region),
            PlatformshSettings.DEFAULT_POLL_EVERY,
            form.router()),
        around.budget(),
        around.ticker(),
        around.clock());
  }
}
