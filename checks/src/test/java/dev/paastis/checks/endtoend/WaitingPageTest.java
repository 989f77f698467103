// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.Browser;
import dev.paastis.checks.installation.DemoApps;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningDemo;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

@EndToEnd
@ExtendWith(RunningDemo.class)
class WaitingPageTest {
  private static final By PROGRESS = By.cssSelector("[role=progressbar]");
  private static final String PATH = "/some/path?x=1";

  private final Installation demo;
  private final Api api;

  WaitingPageTest(Installation demo) throws IOException {
    this.demo = demo;
    api = demo.api();
  }

  @BeforeEach
  void slowAsleep() throws IOException {
    api.settleAsleep("slow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "fr", "es"})
  @DisabledIfSystemProperty(named = Browser.WANTED, matches = "false")
  void browser_waitsInItsLanguage_andEndsOnTheAppAtTheSameAddress(String language)
      throws Exception {
    try (Browser browser = Browser.open(language)) {
      URI address = demo.at("slow.localhost", PATH);
      browser.go(address);
      browser.await(PROGRESS);
      assertThat(browser.rootAttribute("lang")).startsWith(language);
      assertThat(browser.text()).contains("slow");
      browser.screenshot("waiting-" + language);
      browser.prefer("dark");
      browser.screenshot("waiting-" + language + "-dark");

      browser.await("the app is shown", page -> page.findElements(PROGRESS).isEmpty());
      assertThat(browser.address()).isEqualTo(address.toString());
      assertThat(browser.errors()).isEmpty();
      assertThat(demo.processes().with(DemoApps.mainClass("slow"))).hasSize(1);
    }
  }

  @Test
  void withoutScript_thePageRefreshesItself() throws Exception {
    HttpResponse<String> page = Web.send(navigation());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(page.body().toLowerCase(Locale.ROOT))
        .contains("http-equiv=\"refresh\"", "<noscript>");
    api.awaitState("slow", "awake");
    assertThat(Web.send(navigation()).body()).doesNotContain("progressbar");
  }

  @Test
  void program_isHeldInsteadOfShownAPage() throws Exception {
    HttpResponse<String> answer = Web.get(demo.at("slow.localhost", PATH));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("progressbar");
  }

  private HttpRequest navigation() {
    return Web.to(demo.at("slow.localhost", PATH))
        .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "document")
        .build();
  }
}
