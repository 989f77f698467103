// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

/**
 * Which paths are meant: a whole path, {@code /api/*} for all below one (and {@code /api} itself),
 * or {@code *.png} for all that end so. Compared with case, without query.
 *
 * @param kind how the text is compared
 * @param text what is compared, without the star
 */
public record PathPattern(Kind kind, String text) {
  private static final int LONGEST = 512;

  /** How a pattern is compared. */
  public enum Kind {
    /** With the whole path. */
    EXACT,
    /** With its beginning. */
    PREFIX,
    /** With its end. */
    SUFFIX
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static PathPattern of(String written) {
    boolean plain = written.chars().allMatch(c -> c > 0x20 && c != 0x7f && "?#%;\\".indexOf(c) < 0);
    int star = written.indexOf('*');
    boolean oneStar = star == written.lastIndexOf('*');
    if (plain && oneStar && written.length() <= LONGEST) {
      String rest = written.replace("*", "");
      if (star < 0 && written.startsWith("/")) {
        return new PathPattern(Kind.EXACT, written);
      } else if (star == written.length() - 1 && rest.startsWith("/")) {
        return new PathPattern(Kind.PREFIX, rest);
      } else if (star == 0 && rest.length() > 1) {
        return new PathPattern(Kind.SUFFIX, rest);
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no pattern of paths; write /exact, /below/* or *.ending, at most 512 characters"
            .formatted(written));
  }

  /** Whether a path is meant. */
  public boolean matches(String path) {
    return switch (kind) {
      case EXACT -> path.equals(text);
      case PREFIX -> path.startsWith(text) || isFolderOfIt(path);
      case SUFFIX -> path.endsWith(text);
    };
  }

  private boolean isFolderOfIt(String path) {
    int length = text.length() - 1;
    return text.endsWith("/") && path.length() == length && text.startsWith(path);
  }

  /** Whether every path that the other means is meant by this one, too. */
  public boolean covers(PathPattern other) {
    return equals(other)
        || switch (kind) {
          case EXACT -> false;
          case PREFIX -> other.kind == Kind.SUFFIX ? text.equals("/") : other.text.startsWith(text);
          case SUFFIX -> other.kind != Kind.PREFIX && other.text.endsWith(text);
        };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case EXACT -> text;
      case PREFIX -> text + "*";
      case SUFFIX -> "*" + text;
    };
  }
}
