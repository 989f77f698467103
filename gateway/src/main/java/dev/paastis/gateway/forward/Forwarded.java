// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The field {@code Forwarded}: by whom a request came, and how, the first who asked in front.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>
 */
public final class Forwarded {
  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  /** As long as a chain of proxies can be that anybody means. */
  private static final int MOST = 64;

  private Forwarded() {}

  /**
   * One stage of the way.
   *
   * @param node who asked: an address without port, {@code unknown}, or a made-up name with a
   *     leading underscore
   * @param host what was asked for, {@code null} when not told
   * @param proto by which scheme, {@code null} when not told
   */
  public record Stage(String node, @Nullable String host, @Nullable String proto) {
    /** As it is written. */
    String text() {
      StringBuilder text = new StringBuilder(64).append("for=");
      quoteIfNeeded(text, node.indexOf(':') < 0 ? node : "[" + node + "]");
      if (host != null) {
        quoteIfNeeded(text.append(";host="), host);
      }
      if (proto != null) {
        quoteIfNeeded(text.append(";proto="), proto);
      }
      return text.toString();
    }
  }

  /** An address or name of somebody as a stage has it. */
  static String node(String said) {
    int zone = said.indexOf('%'); // means nothing elsewhere
    String node = zone < 0 ? said : said.substring(0, zone);
    boolean named = node.startsWith("_") && isToken(node);
    return named || isAddress(node) ? node : "unknown";
  }

  /** The stages that fields tell of; none where one of them cannot be read. */
  public static List<Stage> stages(List<String> fields) {
    List<Stage> stages = new ArrayList<>();
    for (String field : fields) {
      if (!new Reader(field).readInto(stages) || stages.size() > MOST) {
        return List.of();
      }
    }
    return stages;
  }

  private static void quoteIfNeeded(StringBuilder into, String value) {
    if (isToken(value)) {
      into.append(value);
    } else {
      into.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN.indexOf(c) >= 0;
  }

  private static boolean isAddress(String text) {
    return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
  }

  /** Without port and brackets. */
  private static String ofNodeport(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return node(end < 0 ? text : text.substring(1, end));
    }
    int port = text.indexOf(':');
    return node(port < 0 ? text : text.substring(0, port));
  }

  /** Reads one field, from its beginning to its end. */
  private static final class Reader {
    private final String field;
    private int at;

    private Reader(String field) {
      this.field = field;
    }

    /** Whether all of it could be read. */
    private boolean readInto(List<Stage> stages) {
      do {
        Map<String, String> pairs = new LinkedHashMap<>();
        do {
          if (!readPair(pairs)) {
            return false;
          }
        } while (take(';'));
        stages.add(
            new Stage(
                ofNodeport(pairs.getOrDefault("for", "unknown")),
                pairs.get("host"),
                pairs.get("proto")));
      } while (take(','));
      return at == field.length();
    }

    private boolean readPair(Map<String, String> pairs) {
      String name = token();
      if (name.isEmpty() || !take('=')) {
        return false;
      }
      String value = at < field.length() && field.charAt(at) == '"' ? quoted() : token();
      return value != null
          && !value.isEmpty()
          && pairs.putIfAbsent(name.toLowerCase(Locale.ROOT), value) == null;
    }

    private String token() {
      skipSpace();
      int from = at;
      while (at < field.length() && isToken(field.charAt(at))) {
        at++;
      }
      return field.substring(from, at);
    }

    private @Nullable String quoted() {
      StringBuilder text = new StringBuilder();
      for (at++; at < field.length(); at++) {
        char c = field.charAt(at);
        if (c == '"') {
          at++;
          return text.toString();
        }
        if (c == '\\' && ++at < field.length()) {
          c = field.charAt(at);
        }
        text.append(c);
      }
      return null;
    }

    private boolean take(char wanted) {
      if (wanted != '=') {
        skipSpace();
      }
      if (at < field.length() && field.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private void skipSpace() {
      while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
        at++;
      }
    }
  }
}
