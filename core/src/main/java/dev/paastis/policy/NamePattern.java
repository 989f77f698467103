// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression on app names, in Java's syntax, whose cost is bounded: an expression that
 * backtracks without end counts as one that does not match. A value.
 */
public final class NamePattern {
  /**
   * Characters looked at in one match. A name has 63 at most, and sound expressions look at each a
   * few times; those that explode pass this bound within a millisecond.
   */
  private static final int MOST_LOOKS = 50_000;

  /** As in {@code $1}; two digits at most, as in the expression itself. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\d{1,2})");

  private final Pattern pattern;
  private final boolean whole;

  private NamePattern(Pattern pattern, boolean whole) {
    this.pattern = pattern;
    this.whole = whole;
  }

  /**
   * The pattern of that text, which must match a whole name.
   *
   * @throws IllegalArgumentException when it is not a regular expression, saying where
   */
  public static NamePattern of(String text) {
    return new NamePattern(compiled(text), true);
  }

  /**
   * The pattern of that text, which may match any part of a name: so did the prototype of 2022.
   *
   * @throws IllegalArgumentException when it is not a regular expression, saying where
   */
  public static NamePattern anywhere(String text) {
    return new NamePattern(compiled(text), false);
  }

  private static Pattern compiled(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is not a regular expression: %s near position %d"
              .formatted(text, e.getDescription(), Math.max(0, e.getIndex())),
          e);
    }
  }

  /** Whether it must match a whole name, and not any part of it. */
  public boolean isWhole() {
    return whole;
  }

  /** Whether the name matches. */
  public boolean matches(String name) {
    return match(name).isPresent();
  }

  /** The match of that name, with what its groups captured. */
  public Optional<Match> match(String name) {
    Matcher matcher = pattern.matcher(new CountedText(name, new int[] {MOST_LOOKS}));
    try {
      boolean found = whole ? matcher.matches() : matcher.find();
      return found ? Optional.of(new Match(matcher)) : Optional.empty();
    } catch (TooCostlyException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  /** Whether matching this name costs more than any sensible expression does. */
  public boolean explodesOn(String name) {
    try {
      Matcher matcher = pattern.matcher(new CountedText(name, new int[] {MOST_LOOKS}));
      boolean _ = whole ? matcher.matches() : matcher.find();
      return false;
    } catch (TooCostlyException | StackOverflowError e) {
      return true;
    }
  }

  /**
   * Whether it matches whatever the name: such a rule leaves nothing for those after it. Judged by
   * names that no sensible expression has in common.
   */
  public boolean matchesEverything() {
    return matches("a") && matches("zq-0-x7-9") && matches("k".repeat(63)) && matches("7");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamePattern that
        && whole == that.whole
        && pattern.pattern().equals(that.pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  /** A match, from which texts with {@code $1} are made. */
  public static final class Match {
    private final Matcher matcher;

    private Match(Matcher matcher) {
      this.matcher = matcher;
    }

    /** The text with each {@code $n} replaced by what the n-th group captured. */
    public String expand(String text) {
      return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(group(found)));
    }

    private String group(java.util.regex.MatchResult reference) {
      int number = Integer.parseInt(reference.group(1));
      if (number > matcher.groupCount()) {
        return reference.group();
      }
      String captured = matcher.group(number);
      return captured == null ? "" : captured;
    }
  }

  /** Thrown out of the matcher, which has no other way to be stopped. */
  private static final class TooCostlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooCostlyException() {
      super("the expression costs too much", null, false, false);
    }
  }

  /**
   * A text that may be looked at so many times.
   *
   * @param text the text
   * @param left looks left, shared by parts of the text
   */
  @SuppressWarnings("ArrayRecordComponent") // a counter that the parts share
  private record CountedText(String text, int[] left) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new TooCostlyException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new CountedText(text.substring(start, end), left);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
