// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A private key with the certificates that belong to it. Immutable; two are equal when their
 * certificates are. Never prints its key.
 */
public final class Identity {
  private static final int DNS_NAME = 2;

  private final PrivateKey key;
  private final List<X509Certificate> chain;
  private final Set<String> names;

  private Identity(PrivateKey key, List<X509Certificate> chain, Set<String> names) {
    this.key = key;
    this.chain = chain;
    this.names = names;
  }

  /**
   * Puts a key and its certificates together.
   *
   * @param chain the host's own certificate first, then those of its issuers
   * @throws GeneralSecurityException when the key is not that of the first certificate, or when
   *     that names no host
   */
  public static Identity of(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate");
    }
    X509Certificate leaf = chain.getFirst();
    if (!belongTogether(key, leaf)) {
      throw new GeneralSecurityException("the key is not that of the first certificate");
    }
    Set<String> names = namesOf(leaf);
    if (names.isEmpty()) {
      throw new GeneralSecurityException(
          "the first certificate names no host (it has no DNS entry in subjectAltName)");
    }
    return new Identity(key, List.copyOf(chain), names);
  }

  /** The key. */
  public PrivateKey key() {
    return key;
  }

  /** The certificates, the host's own first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The names it is for, in lower case; some begin with {@code *.}. */
  public Set<String> names() {
    return names;
  }

  /** From when on it is valid. */
  public Instant notBefore() {
    return chain.getFirst().getNotBefore().toInstant();
  }

  /** Until when it is valid. */
  public Instant notAfter() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** How long it is valid as a whole. */
  public Duration lifetime() {
    return Duration.between(notBefore(), notAfter());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Identity that && chain.equals(that.chain);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  @Override
  public String toString() {
    return String.join(", ", names) + " until " + notAfter();
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate leaf)
      throws GeneralSecurityException {
    byte[] probe = "paastis".getBytes(StandardCharsets.US_ASCII);
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    if (!key.getAlgorithm().equals(leaf.getPublicKey().getAlgorithm())) {
      return false;
    }
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(probe);
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(leaf.getPublicKey());
    checking.update(probe);
    return checking.verify(signing.sign());
  }

  private static Set<String> namesOf(X509Certificate leaf) throws CertificateParsingException {
    Set<String> names = new TreeSet<>();
    Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> entry : alternatives) {
        if (entry.get(0) instanceof Integer kind
            && kind == DNS_NAME
            && entry.get(1) instanceof String name) {
          names.add(name.toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }
}
