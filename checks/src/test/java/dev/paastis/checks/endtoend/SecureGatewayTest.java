// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.SecureClient;
import dev.paastis.checks.installation.Web;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS of a running server: names, files that change, the way from HTTP, and localhost. */
@EndToEnd
class SecureGatewayTest {
  private static final String SHOP = "shop.example.test";

  @TempDir private Path files;

  private Path chain() {
    return files.resolve("shop.pem");
  }

  private Path key() {
    return files.resolve("shop.key");
  }

  @Test
  void certificateInFiles_isShownByItsName_takenAnewAndRedirectedTo() throws Exception {
    SecureClient.makeCertificate(SHOP, chain(), key());
    AppFile file =
        AppFile.create()
            .app("shop", Map.of())
            .app("blog", Map.of())
            .tls("{redirect: true, certificates: [{folder: '%s'}]}".formatted(files));
    try (Installation server = Installation.serve(file)) {
      SecureClient client = new SecureClient(server.tlsPort());

      X509Certificate first = client.certificate(SHOP);
      assertThat(first.getSubjectAlternativeNames().toString()).contains(SHOP);
      assertThatThrownBy(() -> client.certificate("blog.example.test"))
          .hasMessageContaining("unrecognized_name");

      assertThat(client.get(SHOP, "/", "Accept: text/html")).startsWith("HTTP/1.1 200");
      server.api().awaitState("shop", "awake");

      HttpResponse<String> sent = Web.get(server.at("shop.localhost", "/cart?id=1"));
      assertThat(sent.statusCode()).as("it has no certificate for that name").isNotEqualTo(308);
      String redirected = SecureClient.clear(server.port(), SHOP, "/cart?id=1");
      assertThat(redirected)
          .startsWith("HTTP/1.1 308")
          .contains("https://" + SHOP + ":" + server.tlsPort() + "/cart?id=1");

      renew(SHOP);
      await().atMost(Duration.ofSeconds(30)).until(() -> !client.certificate(SHOP).equals(first));
      assertThat(server.cli("doctor").out()).contains("certificates", "TLS is served on port");

      X509Certificate second = client.certificate(SHOP);
      Files.writeString(chain(), "-----BEGIN CERTIFICATE-----\nhalf");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(server.cli("doctor").out()).contains("no whole certificate"));
      assertThat(client.certificate(SHOP)).as("the one before is shown").isEqualTo(second);
    }
  }

  @Test
  void localhost_isServedByTheAuthorityOfThisMachine() throws Exception {
    try (Installation server = Installation.serve(AppFile.create().app("shop", Map.of()))) {
      SecureClient client = new SecureClient(server.tlsPort());

      X509Certificate shown = client.certificate("shop.localhost");

      Path authority = server.home().resolve("certificates/local/authority.pem");
      shown.verify(SecureClient.read(authority).getPublicKey());
      assertThat(client.get("nobody.localhost", "/")).startsWith("HTTP/1.1 404");
      assertThat(Web.get(server.at("nobody.localhost", "/")).statusCode()).isEqualTo(404);
    }
  }

  private void renew(String host) throws Exception {
    Path freshChain = files.resolve("fresh.chain");
    Path freshKey = files.resolve("fresh.secret");
    SecureClient.makeCertificate(host, freshChain, freshKey);
    Files.move(freshKey, key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(freshChain, chain(), StandardCopyOption.REPLACE_EXISTING);
  }
}
