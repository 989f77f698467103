// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.Browser;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.openqa.selenium.By;

/** The console's page of rules, and what the page of an app makes of them. */
@EndToEnd
@DisabledIfSystemProperty(named = Browser.WANTED, matches = "false")
class RulePagesTest {
  /** Pixels across. */
  private static final int PHONE = 390;

  private static final String NIGHTS =
      """
      windows:
        - {name: nights, zone: Europe/Paris, awake: "mon-fri 08:00-20:00", holidays: fr}
      rules:
        - {name: shop at night, pattern: "shop.*", windows: [nights]}
      """;

  private Installation server;
  private Browser browser;

  @BeforeEach
  void signIn() throws IOException {
    server =
        Installation.serve(
            AppFile.create().app("shop", Map.of()).app("blog", Map.of()).sections(NIGHTS));
    browser = Browser.open("en");
    browser.go(server.signInLink());
    browser.await(By.cssSelector("#apps"));
  }

  @AfterEach
  void close() throws IOException {
    browser.close();
    server.close();
  }

  @Test
  void ruleIsTriedAddedAndSeenOnItsApp_onAPhoneToo() throws Exception {
    browser.go(server.console("/rules"));
    browser.click(By.cssSelector("[data-dialog='/dialogs/rules/new']"));
    browser.type(By.id("rule-name"), "calm blog");
    browser.type(By.id("rule-pattern"), "b.*");
    browser.await("the match is shown", _ -> browser.text().contains("Selects 1 app: blog"));
    browser.click(By.cssSelector("#dialog [name=dry-run]"));
    browser.click(By.cssSelector("#dialog [type=submit]"));
    browser.await(By.cssSelector("[aria-label='Remove calm blog']"));

    browser.go(server.console("/apps/blog"));
    browser.await("the rule is told", _ -> browser.text().contains("calm blog"));
    browser.go(server.console("/apps/shop"));
    browser.await(By.cssSelector(".day .d-paused"));
    assertThat(browser.text()).contains("Next 14 days", "in Europe/Paris, as window nights");
    unfoldedRowsOutliveNewsOfTheApp();

    browser.narrowTo(PHONE);
    for (String page : new String[] {"/", "/rules", "/apps/shop"}) {
      browser.go(server.console(page));
      browser.await(By.cssSelector("#main"));
      assertThat(browser.script("return String(document.documentElement.scrollWidth)"))
          .as(page)
          .isEqualTo(String.valueOf(PHONE));
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void windowAndGroupAreTriedAndAdded() throws Exception {
    browser.go(server.console("/rules"));
    browser.click(By.cssSelector("[data-dialog='/dialogs/windows/new']"));
    browser.type(By.id("window-name"), "lunch");
    browser.type(By.id("window-plan"), "daily 12:00-13:00");
    browser.type(By.id("window-apps"), "blog");
    browser.await("what it pauses is told", _ -> browser.text().contains("Pauses 1 app: blog"));
    browser.click(By.cssSelector("#dialog [type=submit]"));
    browser.await(By.cssSelector("[aria-label='Remove lunch']"));

    browser.click(By.cssSelector("[data-dialog='/dialogs/groups/new']"));
    browser.type(By.id("group-name"), "pair");
    browser.type(By.id("group-members"), "shop nobody");
    browser.await(
        "the stranger is told", _ -> browser.text().contains("'nobody' is not a declared app"));
    browser.type(By.id("group-members"), "shop blog");
    browser.await(
        "the order is told", _ -> browser.text().contains("Wake in this order: shop → blog."));
    browser.click(By.cssSelector("#dialog [type=submit]"));
    browser.await(By.cssSelector("[aria-label='Remove pair']"));
    assertThat(browser.errors()).isEmpty();
  }

  private void unfoldedRowsOutliveNewsOfTheApp() {
    browser.click(By.cssSelector("#why summary"));
    browser.click(By.cssSelector("#hero [data-key=pin]"));
    browser.click(By.cssSelector("#hero [hx-post$='/pin']"));
    browser.await("the pin is told", _ -> browser.text().contains("it is pinned"));
    assertThat(browser.script("return String(document.querySelector('#why details').open)"))
        .isEqualTo("true");
  }
}
