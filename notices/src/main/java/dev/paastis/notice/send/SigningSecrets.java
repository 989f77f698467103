// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages after the Standard Webhooks specification. With several secrets a message carries
 * a signature by each, so that a receiver can change from one to the next. Immutable.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public final class SigningSecrets {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> keys;

  private SigningSecrets(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /**
   * The secrets of a text: one or more, separated by white space or commas.
   *
   * @throws IllegalArgumentException when one is no such secret; the message does not repeat it
   */
  public static SigningSecrets parse(Secret text) {
    List<SecretKeySpec> keys = new ArrayList<>();
    for (String one : text.reveal().strip().split("[\\s,]+", -1)) {
      keys.add(key(one));
    }
    return new SigningSecrets(keys);
  }

  /** The headers that go with a message. */
  public Map<String, String> headers(String id, Instant at, byte[] body) {
    String timestamp = Long.toString(at.getEpochSecond());
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    String signatures =
        keys.stream().map(key -> "v1," + sign(key, head, body)).collect(Collectors.joining(" "));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", signatures);
    return headers;
  }

  private static SecretKeySpec key(String text) {
    String rule =
        "must be a signing secret: whsec_ and 24 to 64 random bytes in Base64; make one with:"
            + " echo whsec_$(openssl rand -base64 32)";
    try {
      byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      if (text.startsWith(PREFIX) && bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) {
        return new SecretKeySpec(bytes, ALGORITHM);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      // the same answer as for a short one
    }
    throw new IllegalArgumentException(rule);
  }

  private static String sign(SecretKeySpec key, byte[] head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was accepted does not sign", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningSecrets secrets && secrets.keys.equals(keys);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(keys.toArray());
  }
}
