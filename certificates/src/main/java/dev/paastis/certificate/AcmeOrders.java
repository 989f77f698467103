// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Carries out one order after the other: account, proof, certificate. Blocks; safe for use by many
 * threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8555">RFC 8555</a>
 */
final class AcmeOrders {
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofSeconds(60);
  private static final String ACCOUNT_KEY = "account.key";

  private final AcmeSettings settings;
  private final Folder folder;
  private final Challenges challenges;
  private @Nullable Account account;

  AcmeOrders(AcmeSettings settings, Folder folder, Challenges challenges) {
    this.settings = settings;
    this.folder = folder;
    this.challenges = challenges;
  }

  /**
   * Gets a certificate for a host.
   *
   * @param attempt how many orders of this host have failed before, which chooses the proof
   */
  Identity carryOut(String host, int attempt)
      throws AcmeException, IOException, GeneralSecurityException, InterruptedException {
    try {
      Order order = account().newOrder().domain(host).create();
      for (Authorization authorization : order.getAuthorizations()) {
        if (authorization.getStatus() == Status.PENDING) {
          prove(host, authorization, attempt);
        }
      }
      order.waitUntilReady(STEP);
      KeyPair keys = Keys.create();
      order.execute(keys);
      if (order.waitForCompletion(STEP) != Status.VALID) {
        throw new AcmeException("the order was refused" + told(order.getError()));
      }
      return Identity.of(keys.getPrivate(), order.getCertificate().getCertificateChain());
    } finally {
      challenges.forget(host);
    }
  }

  private void prove(String host, Authorization authorization, int attempt)
      throws AcmeException, IOException, GeneralSecurityException, InterruptedException {
    Challenge challenge = expect(host, authorization, attempt);
    challenge.trigger();
    if (authorization.waitForCompletion(STEP) != Status.VALID) {
      challenge.fetch();
      throw new AcmeException(
          "the proof by " + challenge.getType() + " was refused" + told(challenge.getError()));
    }
  }

  /** Makes ready what the server will ask for. */
  private Challenge expect(String host, Authorization authorization, int attempt)
      throws AcmeException, IOException, GeneralSecurityException {
    List<AcmeSettings.Proof> proofs = settings.proofs();
    for (int i = 0; i < proofs.size(); i++) {
      AcmeSettings.Proof proof = proofs.get((attempt + i) % proofs.size());
      Optional<? extends Challenge> offered =
          switch (proof) {
            case HTTP_01 -> authorization.findChallenge(Http01Challenge.class);
            case TLS_ALPN_01 -> authorization.findChallenge(TlsAlpn01Challenge.class);
          };
      if (offered.isPresent()) {
        expect(host, authorization, offered.get());
        return offered.get();
      }
    }
    throw new AcmeException("the server offers none of the proofs " + proofs);
  }

  private void expect(String host, Authorization authorization, Challenge challenge)
      throws GeneralSecurityException {
    if (challenge instanceof Http01Challenge byFile) {
      challenges.expect(host, byFile.getToken(), byFile.getAuthorization());
    } else if (challenge instanceof TlsAlpn01Challenge byHandshake) {
      KeyPair keys = Keys.createRsa(); // the library signs this one with RSA only
      var shown = byHandshake.createCertificate(keys, authorization.getIdentifier());
      challenges.expect(host, Identity.of(keys.getPrivate(), List.of(shown)));
    }
  }

  /** Made, or found again by its key, with the first order. */
  private synchronized Account account()
      throws AcmeException, IOException, GeneralSecurityException {
    Account known = account;
    if (known == null) {
      Session session = session();
      session.networkSettings().setTimeout(CALL);
      AccountBuilder builder =
          new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey());
      if (settings.email() != null) {
        builder.addEmail(settings.email());
      }
      known = builder.create(session);
      account = known;
    }
    return known;
  }

  private Session session() throws IOException, GeneralSecurityException {
    Path authority = settings.authority();
    return authority == null
        ? new Session(settings.directory())
        : PrivateTrust.session(settings.directory(), authority);
  }

  private KeyPair accountKey() throws IOException, GeneralSecurityException {
    PrivateKey kept = folder.key(ACCOUNT_KEY);
    if (kept != null) {
      return Keys.of(kept);
    }
    KeyPair made = Keys.create();
    folder.write(ACCOUNT_KEY, Folder.pem(made.getPrivate()));
    return made;
  }

  private static String told(Optional<Problem> problem) {
    return problem.map(why -> ": " + why.getDetail().orElse(why.toString())).orElse("");
  }
}
