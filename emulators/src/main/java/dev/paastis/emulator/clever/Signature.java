// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Call;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The OAuth 1.0a header of a call.
 *
 * @param fields its decoded fields
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5849#section-3.4">RFC 5849, signature</a>
 */
record Signature(Map<String, String> fields) {
  /**
   * What both sides know.
   *
   * @param consumer the consumer's half
   * @param user the user's half
   */
  record Key(String consumer, String user) {
    String text() {
      return encode(consumer) + "&" + encode(user);
    }
  }

  /** Reads an {@code Authorization} header that begins with {@code OAuth}. */
  static Signature read(String header) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : header.substring("OAuth ".length()).split(",", -1)) {
      int equal = pair.indexOf('=');
      if (equal > 0) {
        String value = pair.substring(equal + 1).strip().replaceAll("^\"|\"$", "");
        fields.put(pair.substring(0, equal).strip(), decode(value));
      }
    }
    return new Signature(fields);
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether the call was signed with this key. */
  boolean fits(Call call, Key key) {
    String url = "http://" + call.header("Host").orElse("") + call.path();
    String expected = of(call.method(), url, call.query(), key);
    return !expected.isEmpty() && expected.equals(field("oauth_signature"));
  }

  /** The signature that a call with these fields should have; empty for an unknown method. */
  String of(String method, String url, Map<String, String> query, Key key) {
    String base = method + "&" + encode(url) + "&" + encode(parameters(query));
    return switch (field("oauth_signature_method")) {
      case "HMAC-SHA512" -> mac("HmacSHA512", key.text(), base);
      case "HMAC-SHA1" -> mac("HmacSHA1", key.text(), base);
      case "PLAINTEXT" -> key.text();
      default -> "";
    };
  }

  private String parameters(Map<String, String> query) {
    Map<String, String> parameters = new TreeMap<>();
    query.forEach((name, value) -> parameters.put(encode(name), encode(value)));
    fields.forEach((name, value) -> parameters.put(encode(name), encode(value)));
    parameters.remove("oauth_signature");
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
  }

  private static String mac(String algorithm, String key, String base) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
      return Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  /** RFC 3986, unlike the encoding of forms that the JDK offers. */
  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
