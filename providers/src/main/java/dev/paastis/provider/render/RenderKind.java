// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import dev.paastis.rest.AccountForm;
import java.util.List;

/** Render: an account is an API key, for all its workspaces or some of them. */
public final class RenderKind implements ProviderKind {
  /** For {@link java.util.ServiceLoader}. */
  public RenderKind() {}

  @Override
  public String name() {
    return "render";
  }

  @Override
  public String title() {
    return "Render";
  }

  @Override
  public List<String> regions() {
    return List.of("oregon", "ohio", "virginia", "frankfurt", "singapore");
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.secret("api-key", "an API key (rnd_...) of the dashboard, account settings"),
        Setting.text(
            "workspaces",
            null,
            "ids whose services to take (tea-..., usr-...), separated by commas; left out, all"),
        Setting.url(
            "api-url", RenderSettings.API.toString(), "the API's address, version included"),
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
        List.of("plan", "number of instances", "autoscaling, with its bounds and targets"),
        List.of(
            "persistent disks of suspended services",
            "Postgres and Key Value: they are no services here and run on at their price"),
        List.of(
            "other services of the same app: each service sleeps by itself, cron jobs too",
            "one-off jobs that were started before"),
        List.of("what lies outside a persistent disk: a wake deploys the last build anew"),
        List.of(
            "a service suspended by Render (billing, admin, crash loop) is never resumed",
            "the free plan does not scale and has no autoscaling",
            "a free web service spins down by itself after 15 minutes: little to save",
            "static sites are left out: they cost nothing",
            "10 orders a minute to one service, sleeps and wakes together"));
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(RenderLimits.READS, RenderLimits.WRITES, RenderLimits.SERVICE);
  }

  @Override
  public String rights() {
    return "An API key has all rights of its user in every workspace; there are no narrower ones."
        + " Make it as a user whose role is Developer in the workspaces whose services shall sleep,"
        + " and who is in no others: https://render.com/docs/team-members";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    AccountForm form = new AccountForm(this, settings);
    return new RenderProvider(
        new RenderSettings(
            form.url("api-url", RenderSettings.API),
            form.secret("api-key"),
            form.list("workspaces"),
            form.region(region),
            RenderSettings.DEFAULT_POLL_EVERY,
            form.router()),
        around.budget(),
        around.ticker(),
        around.clock());
  }
}
