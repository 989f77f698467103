// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An HTML page with places written <code>{{name}}</code>, each filled with escaped text. Its one
 * style and its one script are fixed, so that the policy which allows them and nothing else is
 * computed once. Immutable.
 */
final class Template {
  /** Nobody else may frame the page either, and have people click without knowing at what. */
  private static final String FORM_OF_OURS = "'self'; frame-ancestors 'self'";

  private final List<String> parts = new ArrayList<>();
  private final String securityPolicy;

  private Template(String html) {
    int at = 0;
    for (int open = html.indexOf("{{"); open >= 0; open = html.indexOf("{{", at)) {
      int close = html.indexOf("}}", open);
      parts.add(html.substring(at, open));
      parts.add(html.substring(open + 2, close));
      at = close + 2;
    }
    parts.add(html.substring(at));
    securityPolicy =
        "default-src 'none'; base-uri 'none'; form-action "
            + (html.contains("<form") ? FORM_OF_OURS : "'none'")
            + "; connect-src 'self'; style-src "
            + sources(html, "style")
            + "; script-src "
            + sources(html, "script");
  }

  /** The template of that file, with the style that all pages share. */
  static Template load(String name) {
    return new Template(read(name + ".html").replace("/*style*/", read("style.css")));
  }

  /** The page with its places filled. */
  String fill(Map<String, String> values) {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      page.append(i % 2 == 0 ? parts.get(i) : Html.escape(valueOf(values, parts.get(i))));
    }
    return page.toString();
  }

  /** The policy that allows this page's own style and script only. */
  String securityPolicy() {
    return securityPolicy;
  }

  private static String valueOf(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no value for {{" + name + "}}");
    }
    return value;
  }

  private static String sources(String html, String element) {
    int open = html.indexOf("<" + element + ">");
    if (open < 0) {
      return "'none'";
    }
    String content =
        html.substring(open + element.length() + 2, html.indexOf("</" + element + ">"));
    return "'sha256-" + sha256(content) + "'";
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
