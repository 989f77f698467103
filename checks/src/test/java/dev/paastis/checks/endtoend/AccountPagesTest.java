// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.Browser;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.emulator.EmulatorSettings;
import dev.paastis.emulator.EmulatorSettings.Pace;
import dev.paastis.emulator.heroku.HerokuEmulator;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** An account on a platform, from the token to the farewell, in the console. */
@EndToEnd
@DisabledIfSystemProperty(named = Browser.WANTED, matches = "false")
class AccountPagesTest {
  private static final String TOKEN = "HRKU-token-that-nobody-may-see";
  private static final String NARROW = "HRKU-token-that-only-reads";
  private static final Duration QUICK = Duration.ofMillis(200);
  private static final String AWAKE = "web=1:Standard-1X worker=2:Standard-1X";
  private static final String ASLEEP = "web=0:Standard-1X worker=0:Standard-1X";
  private static final String PRODUCTION = "web=2:Standard-2X worker=1:Standard-2X";

  /** Pixels across. */
  private static final int PHONE = 390;

  private static final By NAME = By.id("name");
  private static final By API = By.id("setting.api-url");
  private static final By TOKEN_FIELD = By.id("setting.token");
  private static final By ADD = By.cssSelector("#new-account button[type=submit]");

  private HerokuEmulator heroku;
  private Installation server;
  private Browser browser;

  @BeforeEach
  void signIn() throws IOException {
    heroku =
        HerokuEmulator.start(
            new EmulatorSettings(
                0, 0, TOKEN, InstantSource.system(), new Pace(QUICK, QUICK, QUICK)));
    heroku.addApp("bakery-staging", 1, 2, "Standard-1X");
    heroku.addApp("bakery-production", 2, 1, "Standard-2X");
    heroku.grant(NARROW, Duration.ofHours(1));
    heroku.narrow(NARROW, "read", "identity");
    server = Installation.serve(AppFile.create().nearby().app("app", Map.of()));
    browser = Browser.open("en");
    browser.go(server.signInLink());
  }

  @AfterEach
  void close() throws IOException {
    browser.close();
    server.close();
    heroku.close();
  }

  @Test
  void account_isAddedTakenOverRotatedAndRemoved_withNothingLost() throws Exception {
    formSaysWhichRightsSuffice();
    refusedTokenKeepsNothing_andOnlyTheTokenIsTypedAgain();
    narrowTokenIsToldInWords_andKeepsNothing();
    foundAppsAreLeftAloneUntilTheyAreTakenOver();
    choicesOutliveNewsOfTheAccount();
    takenAppsAreInTheList_andProductionCannotSleep();
    productionByMistakeIsTakenBackWithAReason();
    pagesFitThePhone();
    newCredentialsAreTriedBeforeTheOldOnesGo();
    removedAccountLeavesNothingAsleep();
  }

  private void formSaysWhichRightsSuffice() {
    browser.click(By.linkText("Accounts"));
    browser.click(By.linkText("Add an account"));
    browser.click(By.linkText("Heroku"));
    browser.await(ADD);
    assertThat(browser.text()).contains("The narrowest rights that suffice", "read and write");
  }

  private void refusedTokenKeepsNothing_andOnlyTheTokenIsTypedAgain() {
    browser.type(NAME, "acme");
    browser.click(By.tagName("summary")); // the emulator has addresses of its own
    browser.type(API, heroku.api().toString());
    browser.type(By.id("setting.router-url"), heroku.router().toString());
    browser.type(TOKEN_FIELD, "wrong-token");
    browser.click(ADD);

    awaitText(By.cssSelector("#new-account .alert-danger"), "Credentials refused", "Heroku");
    assertThat(browser.text()).doesNotContain("wrong-token");
    assertThat(browser.value(NAME)).isEqualTo("acme");
    assertThat(browser.value(API)).isEqualTo(heroku.api().toString());
    assertThat(browser.value(TOKEN_FIELD)).isEmpty();
    assertThat(accounts()).doesNotContain("acme");
  }

  private void narrowTokenIsToldInWords_andKeepsNothing() {
    browser.type(TOKEN_FIELD, NARROW);
    browser.click(button("Test"));

    awaitText(
        By.cssSelector("#new-account .alert-warning"),
        "Heroku takes the credentials",
        "2 apps",
        "this token can list but not scale");
    assertThat(accounts()).doesNotContain("acme");
  }

  private void foundAppsAreLeftAloneUntilTheyAreTakenOver() throws Exception {
    var _ = browser.errors(); // of the refused token, which were meant
    browser.type(TOKEN_FIELD, TOKEN);
    browser.click(ADD);

    awaitText(found("bakery-staging"), "sleeps after 15 min", "says that it is not production");
    awaitText(found("bakery-production"), "never sleeps", "looks like production");
    assertThat(isOn(production("bakery-staging"))).isFalse();
    assertThat(isOn(production("bakery-production"))).isTrue();
    assertThat(browser.text())
        .contains("Nothing was changed until now", "Accepted")
        .containsPattern("4,[45]\\d\\d of 4,500 left")
        .doesNotContain(TOKEN);
    browser.screenshot("account-found");
    assertThat(server.api().apps()).extracting("name").containsExactly("app");
    assertThat(heroku.formation("bakery-staging")).isEqualTo(AWAKE);
    assertThat(heroku.formation("bakery-production")).isEqualTo(PRODUCTION);
  }

  private void choicesOutliveNewsOfTheAccount() {
    browser.click(By.cssSelector("[aria-label='Choose all apps']"));
    browser.script("document.querySelector('#found tbody').dataset.old = 'yes'");
    browser.click(button("Look again"));
    browser.await(
        "the list of found apps is fetched again",
        _ ->
            browser
                .script("return document.querySelector('#found tbody').dataset.old")
                .equals("null"));
    assertThat(isOn(choice("bakery-staging"))).isTrue();
    assertThat(isOn(choice("bakery-production"))).isTrue();
  }

  private void takenAppsAreInTheList_andProductionCannotSleep() {
    browser.click(button("Take over selected"));
    awaitText(found("bakery-staging"), "taken over as bakery-staging");
    awaitText(found("bakery-production"), "taken over as bakery-production");

    browser.click(By.linkText("Apps"));
    awaitText(app("bakery-staging"), "acme · heroku", "Awake");
    awaitText(app("bakery-production"), "Awake", "never");
    assertThat(browser.ask(label("Put bakery-production to sleep"), WebElement::isEnabled))
        .isFalse();
    browser.click(label("Put bakery-staging to sleep"));
    awaitText(app("bakery-staging"), "Asleep");
    assertThat(heroku.formation("bakery-staging")).isEqualTo(ASLEEP);
  }

  private void productionByMistakeIsTakenBackWithAReason() {
    browser.click(By.linkText("bakery-production"));
    awaitText(By.id("hero"), "never: it is production", "taken over as production");
    browser.click(button("Not production"));
    browser.type(By.id("reason"), "a copy of the real one");
    browser.click(button("It is not production"));
    awaitText(By.id("hero"), "after 30m without activity");
    awaitText(By.id("feed"), "is production no longer", "a copy of the real one");
    assertThat(browser.ask(label("Put bakery-production to sleep"), WebElement::isEnabled))
        .isTrue();
  }

  private void pagesFitThePhone() {
    browser.narrowTo(PHONE);
    for (String path :
        List.of(
            "/accounts",
            "/accounts/acme",
            "/accounts/new",
            "/accounts/new?provider=heroku",
            "/apps/bakery-production",
            "/events",
            "/")) {
      browser.go(server.console(path));
      browser.await(By.id("main"));
      String width = browser.script("return document.documentElement.scrollWidth");
      assertThat(Integer.parseInt(width)).as("width of %s", path).isEqualTo(PHONE);
    }
    browser.widen();
  }

  private void newCredentialsAreTriedBeforeTheOldOnesGo() {
    browser.click(By.linkText("Accounts"));
    browser.click(label("New credentials for acme"));
    assertThat(browser.errors()).isEmpty();
    By field = By.cssSelector("#dialog [id='setting.token']");
    browser.type(field, "wrong-token");
    browser.click(button("Test and keep"));
    awaitText(By.cssSelector("#dialog .alert-danger"), "Credentials refused");
    assertThat(browser.value(field)).isEmpty();
    var _ = browser.errors(); // of the refused token, which were meant

    heroku.grant("HRKU-new", Duration.ofHours(1));
    browser.type(field, "HRKU-new");
    browser.click(button("Test and keep"));
    awaitText(By.id("toasts"), "acme has new credentials");
    heroku.revoke(TOKEN);
    browser.click(label("Test acme"));
    awaitText(By.id("toasts"), "Heroku takes the credentials", "2 apps");
  }

  private void removedAccountLeavesNothingAsleep() throws Exception {
    browser.click(label("Remove acme"));
    awaitText(By.id("dialog"), "Its app that sleeps is woken first");
    browser.click(button("Wake and remove"));
    awaitText(By.id("toasts"), "acme is removed");
    browser.await(
        "acme is gone from the page",
        _ -> !browser.ask(By.id("main"), WebElement::getText).contains("acme"));

    assertThat(heroku.formation("bakery-staging")).isEqualTo(AWAKE);
    assertThat(heroku.formation("bakery-production")).isEqualTo(PRODUCTION);
    assertThat(server.api().apps()).extracting("name").containsExactly("app");
    assertThat(browser.errors()).isEmpty();
  }

  private void awaitText(By where, String... texts) {
    for (String text : texts) {
      browser.await(
          "'%s' stands at %s".formatted(text, where),
          _ -> browser.ask(where, WebElement::getText).contains(text));
    }
  }

  private boolean isOn(By box) {
    return browser.ask(box, WebElement::isSelected);
  }

  private String accounts() {
    return server.cli("accounts", "-o", "json").out();
  }

  private static By found(String name) {
    return By.xpath("//tr[contains(@class, 'found-row')][.//div[.='%s']]".formatted(name));
  }

  private static By choice(String name) {
    return label("Choose " + name);
  }

  private static By production(String name) {
    return label(name + " is production");
  }

  /** A line of the list of all apps. */
  private static By app(String name) {
    return By.xpath("//tr[@data-app][.//a[normalize-space()='%s']]".formatted(name));
  }

  private static By button(String text) {
    return By.xpath("//button[normalize-space()='%s']".formatted(text));
  }

  /** By what a screen reader says. */
  private static By label(String label) {
    return By.cssSelector("[aria-label='" + label + "']");
  }
}
