// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.hook;

import dev.paastis.notice.AppPattern;
import dev.paastis.notice.send.SigningSecrets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is asked or told about sleeps and wakes.
 *
 * @param name unique in the space
 * @param on when
 * @param apps about which apps, {@code null} for all
 * @param target how it is reached
 * @param limits how long it may take, and what then
 */
public record Hook(
    String name, Set<Moment> on, @Nullable AppPattern apps, Target target, Limits limits) {
  /** Copies the moments. */
  public Hook {
    on = Set.copyOf(on);
  }

  /** Whether it is about that app at that moment. */
  boolean concerns(Moment moment, String app) {
    return on.contains(moment) && (apps == null || apps.matches(app));
  }

  /** When a hook is called. */
  public enum Moment {
    /** Before a group falls asleep; may be against it. */
    BEFORE_SLEEP,
    /** When an app has fallen asleep. */
    AFTER_SLEEP,
    /** When an app is about to be woken. */
    BEFORE_WAKE,
    /** When an app has been woken. */
    AFTER_WAKE;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in file and API, for example {@code before-sleep}. */
    public String wire() {
      return wire;
    }
  }

  /** How a hook is reached. */
  public sealed interface Target {
    /** By signed JSON to an address. */
    record Http(URI url, SigningSecrets signing) implements Target {
      /** Its host: the whole address may be a credential. */
      @Override
      public String toString() {
        return "Http[" + url.getHost() + "]";
      }
    }

    /** By running a program. */
    record Command(List<String> words) implements Target {
      /** Copies the words. */
      public Command {
        words = List.copyOf(words);
      }
    }
  }

  /**
   * How long a hook may take, and what then.
   *
   * @param sleep time before a sleep, and for what is told afterwards
   * @param wake time before a wake
   * @param vetoOnFailure whether its failure keeps an app awake
   * @param wakeWaits whether a wake waits for it
   */
  public record Limits(Duration sleep, Duration wake, boolean vetoOnFailure, boolean wakeWaits) {}
}
