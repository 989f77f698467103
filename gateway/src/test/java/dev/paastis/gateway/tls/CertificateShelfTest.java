// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateShelfTest {
  private final CertificateShelf shelf = new CertificateShelf();

  @Test
  void exactName_goesBeforeTheWildcard() {
    Identity exact = TestIdentity.of("shop.example.com");
    Identity wildcard = TestIdentity.of("*.example.com");
    shelf.replace(CertificateShelf.Kind.FILES, List.of(wildcard, exact));

    assertThat(shelf.find("shop.example.com")).isNotSameAs(shelf.find("blog.example.com"));
    assertThat(shelf.find("blog.example.com")).isNotNull();
  }

  @Test
  void wildcard_standsForOneLabelOnly() {
    shelf.replace(CertificateShelf.Kind.FILES, List.of(TestIdentity.of("*.example.com")));

    assertThat(shelf.has("a.b.example.com")).isFalse();
    assertThat(shelf.has("example.com")).isFalse();
    assertThat(shelf.has("localhost")).isFalse();
  }

  @Test
  void replacedKind_keepsTheContextOfWhatIsTheSame() {
    Identity stays = TestIdentity.of("a.example");
    shelf.replace(CertificateShelf.Kind.FILES, List.of(stays, TestIdentity.of("b.example")));
    ServerContext before = shelf.find("a.example");

    shelf.replace(CertificateShelf.Kind.FILES, List.of(stays));

    assertThat(shelf.find("a.example")).isSameAs(before);
    assertThat(shelf.has("b.example")).isFalse();
  }

  @Test
  void ofTwoForOneName_filesGoFirst_thenTheOneThatLastsLonger() {
    Identity file = TestIdentity.of("a.example");
    Identity longer =
        TestIdentity.of(TestIdentity.now(), Duration.ofDays(900), "a.example", "c.example");
    shelf.add(CertificateShelf.Kind.ORDERED, longer);
    shelf.add(CertificateShelf.Kind.FILES, file);
    assertThat(shelf.find("a.example")).isNotSameAs(shelf.find("c.example"));

    shelf.add(CertificateShelf.Kind.FILES, longer);
    assertThat(shelf.find("a.example")).isSameAs(shelf.find("c.example"));
  }

  @Test
  void redirect_knowsItsHostsAndItsPort() {
    HttpsRedirect some = HttpsRedirect.of(false, List.of("Shop.example.com", "*.app.test"), 8443);

    assertThat(some.wants("shop.example.com")).isTrue();
    assertThat(some.wants("x.app.test")).isTrue();
    assertThat(some.wants("app.test")).isFalse();
    assertThat(some.location("shop.example.com", "/a?b"))
        .isEqualTo("https://shop.example.com:8443/a?b");
    assertThat(HttpsRedirect.of(true, List.of(), 443).location("a.b", "/"))
        .isEqualTo("https://a.b/");
    assertThat(HttpsRedirect.hostOf("Shop.Example.com.:8080")).isEqualTo("shop.example.com");
  }
}
