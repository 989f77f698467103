// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paastis.gateway.rule.RouteEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteReaderTest {
  @TempDir private Path folder;

  private RouteSource.Routing read(String yaml) throws Exception {
    Path file = folder.resolve("paastis.yml");
    Files.writeString(file, yaml);
    return new RouteSource(file, Map.of("ANN", "sha256:" + "ab".repeat(32), "BAD", "secret"))
        .read();
  }

  private List<String> problems(String yaml) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(yaml)).problems();
  }

  @Test
  void everything_that_a_route_can_say_is_read() throws Exception {
    RouteSource.Routing routing =
        read(
            """
            idle-timeout: not looked at
            routes:
              - app: shop
                hosts: [Shop.example.com]
                allow: [10.0.0.0/8]
                basic-auth: {realm: x, users: [{user: ann, hash: "${ANN}"}]}
                rate-limit: {requests: 5}
                body-limit: 10MB
                pages: nowhere
                paths:
                  - {match: [/open/*], basic-auth: off, rate-limit: off, body-limit: off}
                  - {match: ["*.png"], wake: false, answer: {status: 204}}
            """);
    RouteEntry route = routing.routes().getFirst();
    assertThat(route.name()).isEqualTo("route-1");
    assertThat(route.hosts()).containsExactly("shop.example.com");
    assertThat(route.terms().guard().bodyLimit()).isEqualTo(10_000_000L);
    assertThat(route.paths()).hasSize(2);
    assertThat(routing.warnings()).singleElement().asString().contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{app: a, spice: 1} | routes[0].spice: is not a key here; allowed: allow, answer, app,",
        "{hosts: [a.example]} | routes[0].app: is missing",
        "{app: a, hosts: [x.example]}, {app: b, hosts: [x.example]} | 'x.example' is in route 'route-1'",
        "{app: a}, {app: a} | 'a' has route 'route-1' for all its hosts already",
        "{app: a, paths: [{match: [/a/*]}, {match: [/a/b]}]} | '/a/b' is never reached, as '/a/*'",
        "{app: a, paths: [{match: [a]}]} | 'a' is no pattern of paths",
        "{app: a, allow: [nonsense]} | routes[0].allow: 'nonsense' is neither",
        "{app: a, body-limit: big} | routes[0].body-limit: must be a size",
        "{app: a, basic-auth: {users: [{user: ann, hash: plain}]}} | does not belong in this file",
        "{app: a, basic-auth: {users: [{user: ann, hash: '${BAD}'}]}} | a hash is written pbkdf2",
        "{app: a, request-headers: {set: {Content-Length: 1}}} | 'Content-Length' says where",
        "{app: a, redirect: {to: '${path}'}} | '${path}' is no target",
        "{app: a, answer: {status: 200}} | is only given where wake is false"
      })
  void mistake_is_told_with_line_and_key(String routes, String problem) {
    List<String> problems = problems("routes: [" + routes + "]\n");
    assertThat(problems).anySatisfy(line -> assertThat(line).contains(problem));
    assertThat(problems).allSatisfy(line -> assertThat(line).startsWith("paastis.yml:1: "));
    assertThat(String.join("", problems)).doesNotContain("secret");
  }

  @Test
  void host_that_an_account_gives_to_another_app_is_told() {
    assertThat(
            problems(
                """
                accounts: [{name: x, apps: {blog: {command: [c], hosts: [b.example]}}}]
                routes: [{app: shop, hosts: [b.example]}]
                """))
        .singleElement()
        .asString()
        .contains("paastis.yml:2: routes[0].hosts: 'b.example' is bound to app 'blog' already");
  }
}
