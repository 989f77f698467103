// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.policy.Busy;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from how much work on an app counts as in use. */
final class BusyReader {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?) ?%");
  private static final Pattern RATE = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB)/s");
  private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20);

  private BusyReader() {}

  /** What is said there; {@code null} for nothing. What a mapping leaves out does not count. */
  static @Nullable Busy read(Section section, String key) {
    if (!section.has(key)) {
      return null;
    }
    if (section.isText(key)) {
      String text = section.oneOf(key, "true", Set.of("true", "false"));
      return text.equals("false") ? Busy.NEVER : Busy.DEFAULT;
    }
    Section from = section.section(key).only("cpu", "sent");
    if (!from.has("cpu") && !from.has("sent")) {
      section.problem(key, "names neither cpu nor sent; for no work at all write false");
    }
    return new Busy(cpu(from), sent(from));
  }

  private static @Nullable Double cpu(Section from) {
    String text = from.optional("cpu");
    if (text == null) {
      return null;
    }
    Matcher percent = PERCENT.matcher(text);
    double share = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : 0;
    if (share > 0) {
      return share;
    }
    from.problem("cpu", "'%s' must be a part of one core above nothing, as 5%%".formatted(text));
    return null;
  }

  private static @Nullable Long sent(Section from) {
    String text = from.optional("sent");
    if (text == null) {
      return null;
    }
    Matcher rate = RATE.matcher(text);
    long bytes =
        rate.matches() ? Long.parseLong(rate.group(1)) * UNITS.getOrDefault(rate.group(2), 1L) : 0;
    if (bytes > 0) {
      return bytes;
    }
    from.problem("sent", "'%s' must be a rate above nothing, as 10KiB/s".formatted(text));
    return null;
  }
}
