// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.util.regex.Pattern;

/**
 * A regular expression that the whole name of an app must match. Matching is bounded: an expression
 * that would try for years gives up, and does not match.
 */
public final class AppPattern {
  private static final int READS_AT_MOST = 200_000;

  private final Pattern pattern;

  private AppPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern of that expression.
   *
   * @throws java.util.regex.PatternSyntaxException when it is none
   */
  public static AppPattern of(String expression) {
    return new AppPattern(Pattern.compile(expression));
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    try {
      return pattern.matcher(new Counted(name, new int[1])).matches();
    } catch (TooManyReads | StackOverflowError _) {
      return false;
    }
  }

  /** The expression. */
  @Override
  public String toString() {
    return pattern.pattern();
  }

  /** Counts how often it is read: the one measure of a matcher's work that can be had. */
  private static final class Counted implements CharSequence {
    private final CharSequence text;
    private final int[] reads;

    Counted(CharSequence text, int[] reads) {
      this.text = text;
      this.reads = reads;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++reads[0] > READS_AT_MOST) {
        throw new TooManyReads();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), reads);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyReads() {
      super("a regular expression tries too long", null, false, false);
    }
  }
}
