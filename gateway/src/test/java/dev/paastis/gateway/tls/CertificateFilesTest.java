// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesTest {
  @TempDir private Path folder;

  private final CertificateShelf shelf = new CertificateShelf();

  private CertificateFiles files() {
    return new CertificateFiles(List.of(), List.of(folder), shelf);
  }

  private Path chain() {
    return folder.resolve("one.pem");
  }

  private Path key() {
    return folder.resolve("one.key");
  }

  private Identity shown() {
    return shelf.all(CertificateShelf.Kind.FILES).getFirst();
  }

  @Test
  void folder_isReadInEachUsualLayout_andFollowed() throws IOException {
    TestIdentity.write(TestIdentity.of("one.example"), chain(), key());
    TestIdentity.write(
        TestIdentity.of("two.example"), folder.resolve("two.crt"), folder.resolve("two.key"));
    Path live = Files.createDirectory(folder.resolve("three.example"));
    TestIdentity.write(
        TestIdentity.of("three.example"),
        live.resolve("fullchain.pem"),
        live.resolve("privkey.pem"));
    CertificateFiles files = files();

    files.look();
    assertThat(List.of("one.example", "two.example", "three.example")).allMatch(shelf::has);

    Files.delete(key());
    files.look();
    assertThat(shelf.has("one.example")).isFalse();
    assertThat(shelf.has("two.example")).isTrue();
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void renewedPair_isTaken_andNothingChangesInBetween() throws IOException {
    Identity before = TestIdentity.of("one.example");
    Identity after = TestIdentity.of("one.example", "www.one.example");
    TestIdentity.write(before, chain(), key());
    CertificateFiles files = files();
    files.look();

    Files.writeString(chain(), TestIdentity.chain(after));
    files.look();
    assertThat(shown()).isEqualTo(before);
    assertThat(files.problems()).singleElement().asString().contains("not that of the first");

    Files.writeString(key(), TestIdentity.key(after.key()));
    files.look();
    assertThat(shown()).isEqualTo(after);
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void halfWrittenFile_changesNothing_andIsTold() throws IOException {
    Identity before = TestIdentity.of("one.example");
    TestIdentity.write(before, chain(), key());
    CertificateFiles files = files();
    files.look();

    String whole = Files.readString(chain());
    Files.writeString(chain(), whole.substring(0, whole.length() / 2));
    files.look();
    files.look();

    assertThat(shown()).isEqualTo(before);
    assertThat(files.problems()).singleElement().asString().contains("no whole certificate");
  }

  @Test
  void missingKey_isToldByName_andOtherPairsAreServed() {
    Identity other = TestIdentity.of("two.example");
    TestIdentity.write(other, folder.resolve("two.pem"), folder.resolve("two.key"));
    Path gone = folder.resolve("gone.key");
    CertificateFiles files =
        new CertificateFiles(
            List.of(
                new CertificateFiles.Pair(folder.resolve("two.pem"), gone),
                new CertificateFiles.Pair(folder.resolve("two.pem"), folder.resolve("two.key"))),
            List.of(),
            shelf);

    files.look();

    assertThat(shown()).isEqualTo(other);
    assertThat(files.problems()).singleElement().asString().contains("no file " + gone);
  }

  @Test
  void olderFormsOfKeys_areRead() throws IOException {
    Identity curve = TestIdentity.of("ec.example");
    Identity rsa = TestIdentity.of("RSA", TestIdentity.now(), Duration.ofDays(9), "rsa.example");
    Files.writeString(folder.resolve("ec.pem"), TestIdentity.chain(curve));
    Files.writeString(folder.resolve("ec.key"), TestIdentity.pem("EC PRIVATE KEY", inner(curve)));
    Files.writeString(folder.resolve("rsa.pem"), TestIdentity.chain(rsa));
    Files.writeString(folder.resolve("rsa.key"), TestIdentity.pem("RSA PRIVATE KEY", inner(rsa)));
    CertificateFiles files = files();

    files.look();

    assertThat(files.problems()).isEmpty();
    assertThat(shelf.has("ec.example")).isTrue();
    assertThat(shelf.has("rsa.example")).isTrue();
  }

  /** As OpenSSL writes it: the JDK leaves the curve out, since it stands around it. */
  private static byte[] inner(Identity identity) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(identity.key().getEncoded());
    if (identity.key().getAlgorithm().equals("RSA")) {
      return info.parsePrivateKey().toASN1Primitive().getEncoded();
    }
    var bare = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
            256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters())
        .getEncoded();
  }

  @Test
  void encryptedKey_isRefusedWithWhatToType() throws IOException {
    Files.writeString(chain(), TestIdentity.chain(TestIdentity.of("one.example")));
    Files.writeString(key(), TestIdentity.pem("ENCRYPTED PRIVATE KEY", new byte[20]));
    CertificateFiles files = files();

    files.look();

    assertThat(files.problems()).singleElement().asString().contains("openssl pkey");
  }

  @Test
  void endOfACertificate_isToldAheadByItsLifetime() {
    AtomicReference<Instant> now = new AtomicReference<>(TestIdentity.now());
    Expiry expiry = new Expiry(shelf, now::get);
    shelf.add(
        CertificateShelf.Kind.FILES,
        TestIdentity.of(TestIdentity.now(), Duration.ofDays(365), "year.example"));
    shelf.add(
        CertificateShelf.Kind.ORDERED,
        TestIdentity.of(TestIdentity.now(), Duration.ofDays(90), "quarter.example"));
    expiry.look();
    assertThat(expiry.problems()).isEmpty();

    now.set(TestIdentity.now().plus(Duration.ofDays(65)));
    assertThat(expiry.problems()).as("the 25 days left are a third of its life").isEmpty();

    now.set(TestIdentity.now().plus(Duration.ofDays(84)));
    assertThat(expiry.problems()).singleElement().asString().contains("quarter", "7 days");

    now.set(TestIdentity.now().plus(Duration.ofDays(340)));
    expiry.look();
    assertThat(expiry.problems())
        .anyMatch(line -> line.contains("year.example ends in less than 30 days"))
        .anyMatch(line -> line.contains("quarter.example ended"));
  }
}
