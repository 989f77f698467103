// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.Browser;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.openqa.selenium.By;

/** Apps that windows pause, as their visitors meet them. */
@EndToEnd
class PausedAppTest {
  private static final By BUTTON = By.cssSelector("form[method=post] button");

  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    server =
        Installation.serve(
            AppFile.create()
                .app("shop", Map.of())
                .app("office", Map.of())
                .sections(
                    """
                    windows:
                      - {name: by-click, zone: NOON, pause: "daily 00:00-23:00", requests: click}
                      - {name: closed, zone: NOON, pause: "daily 00:00-23:00", requests: refuse}
                    rules:
                      - {pattern: shop, windows: [by-click]}
                      - {pattern: office, windows: [closed]}
                      - {pattern: "^old-(.*)$", app_name: $1}
                    ignore:
                      - {name: machine, agents: [acme-agent], answer: {status: 299, body: "{app} sleeps"}}
                    """
                        .replace("NOON", zoneWhereItIsNoon())));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void clickWakes_refusalDoesNot_andTheWakeIsKeptWithItsCause() throws Exception {
    HttpResponse<String> refused = page("office");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("office is paused").doesNotContain("<form");
    assertThat(Web.get(server.at("office.localhost", "/")).body()).contains("app-paused");

    assertThat(page("shop").body()).contains("Wake it now");
    assertThat(Web.get(server.at("shop.localhost", "/")).body()).contains("click-needed");
    assertThat(click("http://evil.example").statusCode()).isEqualTo(403);
    assertThat(server.api().app("shop").state()).isEqualTo("asleep");

    HttpResponse<String> clicked = click(origin());
    assertThat(clicked.statusCode()).isEqualTo(303);
    assertThat(clicked.headers().firstValue("location")).contains("/cart?id=1");
    server.api().awaitState("shop", "awake");
    assertThat(Web.get(server.at("old-shop.localhost", "/")).statusCode()).isEqualTo(200);

    Launcher.Outcome wakes = server.cli("wakes", "shop");
    assertThat(wakes.out()).contains("a click at /cart from 127.0.0.1");
    assertThat(server.cli("ignore").out()).contains("machine", "crawlers", "monitors");
    assertThat(server.cli("wakes", "--causes").out()).contains("/cart");
  }

  @Test
  void ignoredRequest_getsTheAnswerOfItsRule() throws Exception {
    HttpResponse<String> answer =
        Web.send(
            Web.to(server.at("office.localhost", "/"))
                .header("User-Agent", "acme-agent/1")
                .build());

    assertThat(answer.statusCode()).isEqualTo(299);
    assertThat(answer.body()).isEqualTo("office sleeps");
  }

  @Test
  @DisabledIfSystemProperty(named = Browser.WANTED, matches = "false")
  void browser_clicksAndEndsOnTheAppAtTheSameAddress() throws Exception {
    try (Browser browser = Browser.open("fr")) {
      browser.go(server.at("shop.localhost", "/some/path?x=1"));
      browser.await(BUTTON);
      browser.screenshot("paused-click-fr");
      browser.click(BUTTON);

      browser.await("the app is shown", page -> page.findElements(BUTTON).isEmpty());
      server.api().awaitState("shop", "awake");
    }
  }

  private HttpResponse<String> page(String app) throws IOException {
    return Web.send(
        Web.to(server.at(app + ".localhost", "/cart?id=1")).header("Accept", "text/html").build());
  }

  private HttpResponse<String> click(String origin) throws IOException {
    HttpRequest click =
        Web.to(server.at("shop.localhost", "/.well-known/paastis/wake?to=%2Fcart%3Fid%3D1"))
            .header("Origin", origin)
            .POST(BodyPublishers.noBody())
            .build();
    return Web.send(click);
  }

  /** Windows may not pause for ever, so that these pause all day but for an hour of the night. */
  private static String zoneWhereItIsNoon() {
    int ahead = 12 - InstantSource.system().instant().atOffset(ZoneOffset.UTC).getHour();
    return ahead > 0 ? "Etc/GMT-" + ahead : "Etc/GMT+" + -ahead; // the sign is west, by tradition
  }

  private String origin() {
    return "http://" + server.at("shop.localhost", "/").getAuthority();
  }
}
