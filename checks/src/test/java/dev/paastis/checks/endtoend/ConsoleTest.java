// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.Browser;
import dev.paastis.checks.installation.DemoApps;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningDemo;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

@EndToEnd
@ExtendWith(RunningDemo.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = Browser.WANTED, matches = "false")
class ConsoleTest {
  /** Set on the page by the test: it is gone after any reload. */
  private static final String LEAVE_A_TRACE = "window.sameDocument = 'yes'";

  private static final String READ_THE_TRACE = "return window.sameDocument";

  private final Installation demo;
  private final Api api;
  private Browser browser;
  private URI link;

  ConsoleTest(Installation demo) throws IOException {
    this.demo = demo;
    api = demo.api();
  }

  @BeforeAll
  void signIn() throws IOException {
    link = demo.signInLink();
    browser = Browser.open("en");
    browser.go(link);
    browser.await(app("hello"));
  }

  @AfterAll
  void close() throws IOException {
    browser.close();
  }

  @Test
  void signInLink_worksOnce() throws Exception {
    try (Browser other = Browser.open("en")) {
      other.go(link);
      other.await(By.tagName("body"));
      assertThat(other.text()).doesNotContain("shop-api");
    }
  }

  @Test
  void withoutSession_theConsoleShowsNothing() throws Exception {
    try (Browser other = Browser.open("en")) {
      other.go(demo.console("/"));
      other.await(By.tagName("body"));
      assertThat(other.text()).doesNotContain("shop-api");
    }
  }

  @Test
  void list_showsTheFiveAppsWithTheirState() throws Exception {
    DemoApps.NAMES.forEach(api::settleAsleep);
    browser.go(demo.console("/"));
    for (String name : DemoApps.NAMES) {
      awaitShown(name, "asleep");
    }
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void wakeAndSleepButtons_changeTheStateWithoutReload() throws Exception {
    api.settleAsleep("hello");
    browser.go(demo.console("/"));
    awaitShown("hello", "asleep");
    browser.script(LEAVE_A_TRACE);

    browser.click(button("Wake hello"));
    awaitShown("hello", "awake");
    api.awaitState("hello", "awake");
    browser.click(button("Put hello to sleep"));
    awaitShown("hello", "asleep");

    assertThat(browser.script(READ_THE_TRACE)).isEqualTo("yes");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void wakeByRequest_isShownInListAndEventsWithoutReload() throws Exception {
    api.settleAsleep("shop");
    browser.go(demo.console("/"));
    awaitShown("shop", "asleep");
    browser.script(LEAVE_A_TRACE);

    api.ask("shop", "wake");
    awaitShown("shop", "awake");
    awaitShown("shop", "asleep");
    assertThat(browser.script(READ_THE_TRACE)).isEqualTo("yes");
  }

  @Test
  void console_isDarkAndLight() throws Exception {
    browser.go(demo.console("/"));
    browser.prefer("light");
    browser.await(app("hello"));
    String light = background();
    browser.screenshot("console-light");
    browser.prefer("dark");
    browser.go(demo.console("/"));
    browser.await(app("hello"));
    String dark = background();
    browser.screenshot("console-dark");
    browser.prefer("light");
    assertThat(dark).isNotEqualTo(light);
    assertThat(browser.errors()).isEmpty();
  }

  private String background() {
    return browser.script("return getComputedStyle(document.body).backgroundColor");
  }

  private void awaitShown(String name, String state) {
    browser.await(
        name + " is shown as " + state,
        _ -> browser.ask(state(name), WebElement::getText).strip().equalsIgnoreCase(state));
  }

  /** The row of an app, known by the link with its name. */
  private static By app(String name) {
    return By.xpath(row(name));
  }

  private static By state(String name) {
    return By.xpath(row(name) + "//*[contains(concat(' ', @class, ' '), ' state ')]");
  }

  /** By what a screen reader says. */
  private static By button(String label) {
    return By.cssSelector("button[aria-label='" + label + "']");
  }

  private static String row(String name) {
    return "//tr[@data-app][.//a[normalize-space()='%s']]".formatted(name);
  }
}
