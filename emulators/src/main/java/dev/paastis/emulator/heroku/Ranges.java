// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list in ranges: {@code Range: id ]8a2f..; max=1000; order=asc} asks for what follows that
 * identifier, and a {@code Next-Range} tells that there is more.
 *
 * @param property sorted by
 * @param after strictly after this value, or from it on; empty for the beginning
 * @param exclusive whether {@code after} itself is left out
 * @param max entries in one answer
 * @param descending whether the largest come first
 * @see <a href="https://devcenter.heroku.com/articles/platform-api-reference#ranges">Ranges</a>
 */
record Ranges(String property, String after, boolean exclusive, int max, boolean descending) {
  private static final int DEFAULT_MAX = 200;
  private static final int LARGEST_MAX = 1000;
  private static final Pattern RANGE =
      Pattern.compile("(\\w+) (]?)([^.;\\s]*)\\.\\.[^;]*(?:;\\s*(.*))?");
  private static final Pattern MAX = Pattern.compile("max=(\\d{1,6})");

  private static final Map<String, Function<Wire.App, String>> PROPERTIES =
      Map.of("id", Wire.App::id, "name", Wire.App::name, "updated_at", Wire.App::updatedAt);

  /** Reads the header; an empty one asks for the beginning by identifier. */
  static Ranges of(String header) {
    Matcher matcher = RANGE.matcher(header.isBlank() ? "id .." : header.strip());
    if (!matcher.matches() || !PROPERTIES.containsKey(matcher.group(1))) {
      throw notSatisfiable(header);
    }
    String options = matcher.group(4) == null ? "" : matcher.group(4);
    Matcher max = MAX.matcher(options);
    int count = max.find() ? Integer.parseInt(max.group(1)) : DEFAULT_MAX;
    if (count < 1 || count > LARGEST_MAX) {
      throw notSatisfiable(header);
    }
    return new Ranges(
        matcher.group(1),
        matcher.group(3),
        !matcher.group(2).isEmpty(),
        count,
        options.contains("order=desc"));
  }

  /** The answer with the entries of this range. */
  Answer cut(List<Wire.App> all) {
    return cut(all, PROPERTIES.getOrDefault(property, Wire.App::id));
  }

  /** The same for a list of anything, sorted by that. */
  <T> Answer cut(List<T> all, Function<T, String> key) {
    List<T> following =
        all.stream().sorted(order(key)).filter(one -> follows(key.apply(one))).toList();
    List<T> page = following.subList(0, Math.min(max, following.size()));
    boolean more = following.size() > max;
    Answer answer =
        Answer.json(more ? 206 : 200, page).with("Accept-Ranges", "id, name, updated_at");
    if (page.isEmpty()) {
      return answer;
    }
    String last = key.apply(page.getLast());
    answer =
        answer.with("Content-Range", property + " " + key.apply(page.getFirst()) + ".." + last);
    return more ? answer.with("Next-Range", next(last)) : answer;
  }

  private <T> Comparator<T> order(Function<T, String> key) {
    Comparator<T> ascending = Comparator.comparing(key);
    return descending ? ascending.reversed() : ascending;
  }

  private boolean follows(String value) {
    int compared = after.isEmpty() ? 1 : value.compareTo(after);
    int forward = descending && !after.isEmpty() ? -compared : compared;
    return exclusive ? forward > 0 : forward >= 0;
  }

  private String next(String last) {
    return property + " ]" + last + "..; max=" + max + (descending ? "; order=desc" : "");
  }

  private static ApiError notSatisfiable(String header) {
    return new ApiError(
        416, "requested_range_not_satisfiable", "Range " + header + " cannot be used.");
  }
}
