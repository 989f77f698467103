// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an account of a platform says: a field of the console's form, a key of the file,
 * an option of the command line.
 *
 * @param name its key, in lower case with hyphens
 * @param type how it is read and shown
 * @param required whether an account without it cannot be opened
 * @param otherwise what holds when it is not said, {@code null}: nothing
 * @param allowed the values there are, empty for any
 * @param help one line for people
 */
public record Setting(
    String name,
    Type type,
    boolean required,
    @Nullable String otherwise,
    List<String> allowed,
    String help) {
  /** How a setting is read and shown. */
  public enum Type {
    /** Plain text. */
    TEXT,
    /** A credential: encrypted where it is kept, never shown again. */
    SECRET,
    /** An http or https address. */
    URL
  }

  /** Copies the values. */
  public Setting {
    allowed = List.copyOf(allowed);
  }

  /** A credential without which the account cannot be opened. */
  public static Setting secret(String name, String help) {
    return new Setting(name, Type.SECRET, true, null, List.of(), help);
  }

  /** A text that may be left out. */
  public static Setting text(String name, @Nullable String otherwise, String help) {
    return new Setting(name, Type.TEXT, false, otherwise, List.of(), help);
  }

  /** One of a few values, the first of which holds when nothing is said. */
  public static Setting choice(String name, List<String> allowed, String help) {
    return new Setting(name, Type.TEXT, false, allowed.getFirst(), allowed, help);
  }

  /** An address that may be left out. */
  public static Setting url(String name, @Nullable String otherwise, String help) {
    return new Setting(name, Type.URL, false, otherwise, List.of(), help);
  }

  /** The same, but an account without it cannot be opened. */
  public Setting mandatory() {
    return new Setting(name, type, true, otherwise, allowed, help);
  }
}
