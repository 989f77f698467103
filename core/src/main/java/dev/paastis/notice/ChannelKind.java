// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.util.Locale;

/** What takes the messages of a channel. */
public enum ChannelKind {
  /** An incoming webhook of Slack. */
  SLACK,
  /** An incoming webhook of Mattermost. */
  MATTERMOST,
  /** A workflow of Microsoft Teams that is begun by a webhook. */
  TEAMS,
  /** A mail server. */
  EMAIL,
  /** An address that takes signed JSON. */
  WEBHOOK,
  /** A program on this machine. */
  COMMAND;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name in file and API, for example {@code slack}. */
  public String wire() {
    return wire;
  }
}
