// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go, without the address and the credentials, which only its {@link Sender} knows.
 *
 * @param name unique in the space
 * @param kind what takes the messages
 * @param filter which events it is told
 * @param digest how long events are collected for one summary; {@code null} to tell each
 * @param urgent whether failures are told at once although there is a digest
 * @param fingerprint changes with the address: a channel that was closed at another one is open
 */
public record Channel(
    String name,
    ChannelKind kind,
    Filter filter,
    @Nullable Duration digest,
    boolean urgent,
    String fingerprint) {
  /** Begins the names of channels that are hooks: what a hook is told afterwards. */
  public static final String HOOK = "hook:";

  /** Whether it is told of that event, which is never its own failure. */
  public boolean wants(Notice notice) {
    return filter.matches(notice) && !name.equals(notice.details().get("channel"));
  }

  /** Whether that event waits for the next summary. */
  public boolean collects(Notice notice) {
    return digest != null && !(urgent && notice.failure());
  }
}
