// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The languages of the pages, each with its texts, the first for whoever reads none of them. */
public enum Language {
  /** English. */
  EN,
  /** French. */
  FR,
  /** Spanish. */
  ES;

  private final String tag = name().toLowerCase(Locale.ROOT);

  @SuppressWarnings("ImmutableEnumChecker") // filled once, only read afterwards
  private final Properties texts = load(tag);

  /** The tag for {@code lang} and {@code Content-Language}. */
  public String tag() {
    return tag;
  }

  /**
   * A text with its placeholders filled.
   *
   * @throws IllegalStateException when the language lacks it
   */
  String text(String key, Object... values) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("no text " + key + " in " + tag + ".properties");
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  /** The language that an {@code Accept-Language} header asks for most, English if for none. */
  public static Language of(@Nullable String header) {
    Language best = EN;
    double bestQuality = 0;
    for (String range : header == null ? new String[0] : header.split(",", 32)) {
      String[] parts = range.trim().split(";", 2);
      Language known = known(parts[0].trim());
      double quality = parts.length == 1 ? 1 : quality(parts[1]);
      if (known != null && quality > bestQuality) {
        best = known;
        bestQuality = quality;
      }
    }
    return best;
  }

  private static @Nullable Language known(String range) {
    for (Language language : values()) {
      if (range.equalsIgnoreCase(language.tag)
          || range.regionMatches(true, 0, language.tag + "-", 0, language.tag.length() + 1)) {
        return language;
      }
    }
    return null;
  }

  private static double quality(String parameter) {
    String text = parameter.trim();
    if (!text.startsWith("q=")) {
      return 1;
    }
    try {
      return Double.parseDouble(text.substring(2));
    } catch (NumberFormatException e) {
      return 0; // a wish that cannot be read is none
    }
  }

  private static Properties load(String tag) {
    Properties texts = new Properties();
    try (InputStream in = Language.class.getResourceAsStream(tag + ".properties")) {
      if (in == null) {
        throw new IllegalStateException("the resource " + tag + ".properties is missing");
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
