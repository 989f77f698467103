// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, by the {@code User-Agent}.
 *
 * @param product name of the program, without version; {@code none} when nothing was said
 * @param browser whether people browse with it, or may: what is not clearly a machine counts as one
 *     that people browse with
 */
record Agent(String product, boolean browser) {
  private static final Agent NONE = new Agent("none", true);

  /** So short a name may stand within many others. */
  private static final int SHORTEST = 4;

  private static final Pattern COMPATIBLE = Pattern.compile("compatible; *([A-Za-z0-9._ -]{2,60})");
  private static final Pattern MACHINE =
      Pattern.compile(
          "([A-Za-z0-9._-]*(?:bot|crawler|spider|monitor|uptime|headlesschrome|scan|probe|check)"
              + "[A-Za-z0-9._-]*)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FIRST = Pattern.compile("^([^/(;, ]{1,60})");

  /** What stands in browsers' agents, the most telling first. */
  private static final List<String> BROWSERS =
      List.of(
          "Edg",
          "OPR",
          "SamsungBrowser",
          "Vivaldi",
          "Firefox",
          "FxiOS",
          "CriOS",
          "Chrome",
          "Safari");

  /** How browsers of people write themselves; no rule that is proposed may fit one of them. */
  private static final List<String> SAMPLES =
      List.of(
          "mozilla/5.0 (windows nt 10.0; win64; x64) applewebkit/537.36 (khtml, like gecko)"
              + " chrome/142.0.0.0 safari/537.36 edg/142.0.0.0 opr/120.0.0.0 vivaldi/7.6",
          "mozilla/5.0 (macintosh; intel mac os x 10_15_7) applewebkit/605.1.15 (khtml, like gecko)"
              + " version/26.0 safari/605.1.15",
          "mozilla/5.0 (x11; ubuntu; linux x86_64; rv:145.0) gecko/20100101 firefox/145.0",
          "mozilla/5.0 (iphone; cpu iphone os 18_6 like mac os x) applewebkit/605.1.15 (khtml, like"
              + " gecko) crios/142.0 fxios/145.0 version/18.6 mobile/15e148 safari/604.1"
              + " instagram 400.0 [fban/fbios;fbav/500.0] line/15.0",
          "mozilla/5.0 (linux; android 10; k) applewebkit/537.36 (khtml, like gecko)"
              + " samsungbrowser/28.0 chrome/130.0.0.0 mobile safari/537.36 duckduckgo/5 brave",
          "mozilla/5.0 (windows nt 10.0; wow64; trident/7.0; rv:11.0) like gecko",
          "mozilla/4.0 (compatible; msie 8.0; windows nt 6.1)",
          "opera/9.80 (windows nt 6.0) presto/2.12.388 version/12.14",
          "lynx/2.9.0 libwww-fm/2.14 links (2.29; linux) w3m/0.5.3 elinks/0.16");

  private static final Set<String> OLD_BROWSERS =
      Set.of("opera", "lynx", "links", "w3m", "elinks", "msie");

  /** Reads an agent. */
  static Agent of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    if (!text.regionMatches(true, 0, "Mozilla/", 0, 8)) {
      String product = firstWord(text);
      return new Agent(product, isOfPeople(product));
    }
    String machine = machine(text);
    return machine == null
        ? new Agent(browser(text), true)
        : new Agent(machine, isOfPeople(machine));
  }

  private static @Nullable String machine(String text) {
    Matcher named = MACHINE.matcher(text);
    if (named.find()) {
      return named.group(1);
    }
    Matcher compatible = COMPATIBLE.matcher(text);
    return compatible.find() ? firstWord(compatible.group(1)) : null;
  }

  /** A part of the agent by which a rule may know it. */
  String needle() {
    return product.toLowerCase(Locale.ROOT);
  }

  private static boolean isOfPeople(String product) {
    String lower = product.toLowerCase(Locale.ROOT);
    return lower.length() < SHORTEST
        || OLD_BROWSERS.contains(lower)
        || SAMPLES.stream().anyMatch(sample -> sample.contains(lower));
  }

  private static String firstWord(String text) {
    Matcher first = FIRST.matcher(text.strip());
    return first.find() ? first.group(1) : text.strip();
  }

  private static String browser(String text) {
    return BROWSERS.stream()
        .filter(name -> text.contains(name + "/"))
        .findFirst()
        .map(name -> name.equals("Edg") ? "Edge" : name.equals("OPR") ? "Opera" : name)
        .orElse("Mozilla");
  }
}
