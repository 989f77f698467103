// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.notice.Channel;
import dev.paastis.notice.hook.Hook;
import dev.paastis.notice.send.SigningSecrets;
import dev.paastis.notice.send.Smtp;
import dev.paastis.provider.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the file says of hooks and messages.
 *
 * @param hooks who is asked and told about sleeps and wakes
 * @param channels where messages go
 * @param consoleUrl where people reach the console, for links; empty when not said
 */
public record Messages(List<Hook> hooks, List<Entry> channels, Optional<String> consoleUrl) {
  /**
   * A channel with its address.
   *
   * @param channel the channel
   * @param address where its messages go
   */
  public record Entry(Channel channel, Address address) {}

  /** Where messages go. */
  public sealed interface Address {
    /** To a chat, whose address is itself the credential. */
    record Chat(Secret url) implements Address {}

    /** To a program that checks signatures. */
    record Signed(URI url, SigningSecrets signing) implements Address {
      /** Its host: the whole address may be a credential. */
      @Override
      public String toString() {
        return "Signed[" + url.getHost() + "]";
      }
    }

    /** To people, by a mail server. */
    record Mail(Smtp smtp, List<String> to) implements Address {}
  }
}
