// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paastis.provider.clever.CleverSettings.Credentials.Signed;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls by OAuth 1.0a with HMAC-SHA512. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5849#section-3.4">RFC 5849, signature</a>
 * @see <a href="https://www.clever-cloud.com/developers/api/howto/">Clever Cloud, how to use the
 *     API</a>
 */
final class Signer {
  private static final String ALGORITHM = "HmacSHA512";

  private final Signed credentials;

  Signer(Signed credentials) {
    this.credentials = credentials;
  }

  /**
   * What makes a signature unlike any other.
   *
   * @param nonce used once
   * @param epochSecond when
   */
  record Stamp(String nonce, long epochSecond) {}

  /** The value of the {@code Authorization} header. JSON bodies are not signed. */
  String header(String method, String url, Stamp stamp) {
    Map<String, String> fields = fields(stamp);
    fields.put("oauth_signature", sign(base(method, url, fields)));
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=\"" + encode(field.getValue()) + "\"")
        .collect(Collectors.joining(", ", "OAuth ", ""));
  }

  private Map<String, String> fields(Stamp stamp) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("oauth_consumer_key", credentials.consumerKey().reveal());
    fields.put("oauth_nonce", stamp.nonce());
    fields.put("oauth_signature_method", "HMAC-SHA512");
    fields.put("oauth_timestamp", String.valueOf(stamp.epochSecond()));
    fields.put("oauth_token", credentials.token().reveal());
    fields.put("oauth_version", "1.0");
    return fields;
  }

  private static String base(String method, String url, Map<String, String> fields) {
    int query = url.indexOf('?');
    Map<String, String> sorted = new TreeMap<>();
    fields.forEach((name, value) -> sorted.put(encode(name), encode(value)));
    if (query >= 0) {
      for (String pair : url.substring(query + 1).split("&", -1)) {
        int equal = pair.indexOf('=');
        sorted.put(
            encode(decode(pair.substring(0, equal))), encode(decode(pair.substring(equal + 1))));
      }
    }
    String parameters =
        sorted.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(Collectors.joining("&"));
    String resource = query < 0 ? url : url.substring(0, query);
    return method + "&" + encode(resource) + "&" + encode(parameters);
  }

  private String sign(String base) {
    String key =
        encode(credentials.consumerSecret().reveal())
            + "&"
            + encode(credentials.tokenSecret().reveal());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
    }
  }

  /** RFC 3986, which the JDK's encoding of forms resembles but for three characters. */
  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
