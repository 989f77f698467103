// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import dev.paastis.rest.AccountForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scalingo: an account is an API token and a region. */
public final class ScalingoKind implements ProviderKind {
  /** For {@link java.util.ServiceLoader}. */
  public ScalingoKind() {}

  @Override
  public String name() {
    return "scalingo";
  }

  @Override
  public String title() {
    return "Scalingo";
  }

  @Override
  public List<String> regions() {
    return List.of(ScalingoSettings.DEFAULT_REGION, "osc-secnum-fr1");
  }

  @Override
  public String usualRegion() {
    return regions().getFirst();
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.secret("token", "an API token (tk-us-...) of the dashboard, account, API tokens"),
        Setting.text(
            "owner", null, "the user name whose apps to take; left out, shared apps are taken too"),
        Setting.url("api-url", null, "the platform API's address; left out, the region's own"),
        Setting.url(
            "auth-url",
            ScalingoSettings.AUTH.toString(),
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
            "amount and size of every container type",
            "autoscalers that were on, which a scale by hand switches off"),
        List.of("database add-ons: they run on at their price, data untouched"),
        List.of(
            "cron tasks of cron.json: each starts a one-off container, billed while it runs",
            "one-off containers that were started before"),
        List.of("a process type that a deployment removed meanwhile"),
        List.of(
            "at most 10 containers of a type",
            "without a payment method one S or M web container: a larger wake is refused",
            "an autoscaler needs at least 2 containers",
            "a limited collaborator may not scale"));
  }

  /** Two orders, a handful of looks at the operation, and how the app came up. */
  @Override
  public int callsPerWake() {
    return 8;
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(Api.LIMIT);
  }

  @Override
  public String rights() {
    return "An API token has all rights of its user; there are no narrower ones. Make it as a user"
        + " who is a collaborator (not a limited one) of the apps that shall sleep and of no"
        + " others: https://doc.scalingo.com/platform/user-management/teamwork/roles";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    AccountForm form = new AccountForm(this, settings);
    @Nullable String asked = form.region(region);
    String in = asked == null ? ScalingoSettings.DEFAULT_REGION : asked;
    return new ScalingoProvider(
        new ScalingoSettings(
            form.url("auth-url", ScalingoSettings.AUTH),
            form.url("api-url", ScalingoSettings.apiOf(in)),
            in,
            form.secret("token"),
            form.text("owner"),
            form.router()),
        around.budget(),
        around.ticker());
  }
}
