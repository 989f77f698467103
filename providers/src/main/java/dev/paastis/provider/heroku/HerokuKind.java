// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import dev.paastis.rest.AccountForm;
import java.util.List;

/** Heroku: an account is an authorization, for all its apps or those of a region or a team. */
public final class HerokuKind implements ProviderKind {
  /** For {@link java.util.ServiceLoader}. */
  public HerokuKind() {}

  @Override
  public String name() {
    return "heroku";
  }

  @Override
  public String title() {
    return "Heroku";
  }

  /** Those of the common runtime; apps of private spaces are seen by an account without region. */
  @Override
  public List<String> regions() {
    return List.of("us", "eu");
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.secret(
            "token",
            "what 'heroku authorizations:create --scope identity,read,write' prints as Token"),
        Setting.text(
            "team", null, "the team whose apps to take; left out, all that the token sees"),
        Setting.url("api-url", HerokuSettings.API.toString(), "the address of the Platform API"),
        AccountForm.ROUTER);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.LATER,
        Capabilities.Proof.PROBE_AND_STATUS,
        Capabilities.Listing.PAGES_AND_APPS,
        Capabilities.Changes.FOUND,
        Capabilities.Work.UNTOLD,
        List.of("quantity and size of every process type"),
        List.of("add-ons such as Postgres and Key-Value Store: billed as before, data untouched"),
        List.of(
            "jobs of Heroku Scheduler: each starts a one-off dyno, billed while it runs",
            "one-off and release dynos, until they end by themselves"),
        List.of(
            "a process type that a deployment removed meanwhile: told in the log",
            "quantities that autoscaling or an add-on would choose: the remembered ones come back"),
        List.of(
            "Eco and Basic allow one dyno of a process type",
            "an Eco dyno sleeps by itself after 30 minutes and wakes by a request: little to save",
            "an unpaid or unverified account is refused the wake",
            "apps of private spaces without a public address are left out"));
  }

  @Override
  public List<ApiLimit> limits() {
    return List.of(HerokuApi.LIMIT);
  }

  @Override
  public String rights() {
    return "An authorization with the scopes identity, read and write, which leave out config vars;"
        + " it does not expire. Make it as a user who may operate the apps that shall sleep:"
        + " https://devcenter.heroku.com/articles/oauth#scopes";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    AccountForm form = new AccountForm(this, settings);
    return new HerokuProvider(
        new HerokuSettings(
            form.url("api-url", HerokuSettings.API),
            form.secret("token"),
            form.region(region),
            form.text("team"),
            HerokuSettings.POLL_EVERY,
            form.router()),
        around.budget(),
        around.ticker());
  }
}
