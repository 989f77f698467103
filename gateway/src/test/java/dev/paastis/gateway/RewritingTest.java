// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visitors stay at the host that they asked for, though the app is asked for its own. */
final class RewritingTest {
  private static String http(List<String> headers) {
    List<String> lines = new ArrayList<>(List.of("HTTP/1.1 200 OK", "Content-Length: 0"));
    lines.addAll(headers);
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  /** Answers with these headers, in which {@code OWN} stands for its host and port. */
  private static RawUpstream app(String... headers) {
    return new RawUpstream(connection -> {
      while (connection.head() != null) {
        String own = "app.localhost:" + connection.socket().getLocalPort();
        connection.send(
            http(List.of(headers)).replace("OWN", own).replace("NAME", "app.localhost"));
      }
    });
  }

  private static Upstream own(RawUpstream app) {
    return new Upstream("http", "app.localhost", app.address().port(), true);
  }

  private static RawClient.Response answer(RawUpstream app, boolean rewrite) {
    UpstreamSettings upstreams = UpstreamSettings.DEFAULT.withRewrite(rewrite);
    try (app;
        TestGateway gateway = new TestGateway(settings -> settings.withUpstreams(upstreams));
        RawClient client = gateway.publish(TestGateway.awakeAt(own(app))).client()) {
      return client.get(HOST, "/").read();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://OWN/a?b=c#d,http://hello.localhost/a?b=c#d",
    "HTTP://OWN,http://hello.localhost",
    "http://NAME/a,http://hello.localhost/a",
    "https://NAME/a,https://hello.localhost/a",
    "//OWN/a,//hello.localhost/a",
    "/a//b,/a//b",
    "a,a",
    "http://NAME.evil.example/,http://NAME.evil.example/",
    "http://other.example/?to=http://OWN/,http://other.example/?to=http://OWN/",
    "http://NAME:1/,http://NAME:1/",
    "http://me@OWN/,http://me@OWN/",
    "ftp://OWN/,ftp://OWN/"
  })
  void location_of_the_app_is_the_visitors(String said, String heard) {
    RawUpstream app = app("Location: " + said, "Content-Location: " + said);
    String expected = heard.replace("OWN", own(app).authority()).replace("NAME", "app.localhost");

    RawClient.Response response = answer(app, true);

    assertThat(response.header("location")).isEqualTo(expected);
    assertThat(response.header("content-location")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5; url=http://OWN/a,5; url=http://hello.localhost/a",
    "0;URL='http://OWN/a',0;URL='http://hello.localhost/a'",
    "5,5",
    "5; url=/a,5; url=/a"
  })
  void refresh_to_the_app_is_to_the_visitors_host(String said, String heard) {
    assertThat(answer(app("Refresh: " + said), true).header("refresh")).isEqualTo(heard);
  }

  @Test
  void cookies_for_the_apps_domain_are_for_the_visitors_host() {
    RawClient.Response response =
        answer(
            app(
                "Set-Cookie: a=domain=1; Domain=NAME; Path=/",
                "Set-Cookie: b=2; Secure; domain=.NAME",
                "Set-Cookie: c=3; Domain=other.example; HttpOnly",
                "Set-Cookie: d=4"),
            true);

    assertThat(response.header("set-cookie"))
        .isEqualTo("a=domain=1; Path=/, b=2; Secure, c=3; Domain=other.example; HttpOnly, d=4");
  }

  @Test
  void cookie_for_a_domain_of_both_stays() {
    assertThat(answer(app("Set-Cookie: a=1; Domain=localhost"), true).header("set-cookie"))
        .isEqualTo("a=1; Domain=localhost");
  }

  @Test
  void nothing_is_rewritten_where_it_is_switched_off() {
    RawUpstream app = app("Location: http://OWN/", "Set-Cookie: a=1; Domain=NAME");
    String own = own(app).authority();

    RawClient.Response response = answer(app, false);

    assertThat(response.header("location")).isEqualTo("http://" + own + "/");
    assertThat(response.header("set-cookie")).isEqualTo("a=1; Domain=app.localhost");
  }

  @Test
  void nothing_is_rewritten_of_an_app_that_sees_the_visitors_host() {
    try (RawUpstream app = app("Location: http://OWN/");
        TestGateway gateway = new TestGateway();
        RawClient client =
            gateway.publish(TestGateway.awakeAt(own(app).withOwnHost(false))).client()) {
      assertThat(client.get(HOST, "/").read().header("location")).contains("app.localhost");
    }
  }

  private static String head(Upstream upstream, RawUpstream app, String... headers) {
    try (TestGateway gateway = new TestGateway();
        RawClient client = gateway.publish(TestGateway.awakeAt(upstream)).client()) {
      client.get(HOST, "/", headers).read();
      return app.heads().getLast().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void origin_and_referrer_of_the_visitors_host_are_the_apps() {
    try (RawUpstream app = app()) {
      assertThat(head(own(app), app, "Origin: https://" + HOST, "Referer: http://" + HOST + "/a?b"))
          .contains(
              "\r\norigin: http://" + own(app).authority() + "\r\n",
              "\r\nreferer: http://" + own(app).authority() + "/a?b\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example",
    "null",
    "http://hello.localhost.evil.example",
    "http://hello.localhost:99",
    "http://hello.localhost/x",
    "evil://hello.localhost"
  })
  void other_origin_stays(String origin) {
    try (RawUpstream app = app()) {
      assertThat(head(own(app), app, "Origin: " + origin))
          .contains("\r\norigin: " + origin + "\r\n");
    }
  }

  @Test
  void client_of_http2_is_kept_at_its_host_too() {
    try (RawUpstream app = app("Location: http://OWN/next", "Set-Cookie: a=1; Domain=NAME");
        TestGateway gateway = new TestGateway();
        RawHttp2 client = RawHttp2.client(gateway.server().port())) {
      gateway.publish(TestGateway.awakeAt(own(app)));

      RawHttp2.Response response =
          client.exchange(RawHttp2.get(HOST, "/").add("origin", "http://" + HOST));

      assertThat(response.head().get("location")).hasToString("http://" + HOST + "/next");
      assertThat(response.head().get("set-cookie")).hasToString("a=1");
      assertThat(app.heads().getFirst()).contains("origin: http://" + own(app).authority());
    }
  }
}
