// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;

/** Makes keys: on the curve P-256 where there is a choice, which every client knows. */
final class Keys {
  private static final String CURVE = "secp256r1";

  private Keys() {}

  static KeyPair create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no curve P-256", e);
    }
  }

  static KeyPair createRsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no RSA", e);
    }
  }

  /** The pair of a private key: the public one is the base point, so many times. */
  static KeyPair of(PrivateKey key) throws GeneralSecurityException {
    ECPrivateKey secret = (ECPrivateKey) key;
    ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec(CURVE);
    var point = curve.getG().multiply(secret.getS()).normalize();
    var w =
        new java.security.spec.ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    var spec = new java.security.spec.ECPublicKeySpec(w, secret.getParams());
    return new KeyPair(KeyFactory.getInstance("EC").generatePublic(spec), key);
  }
}
