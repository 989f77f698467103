// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.util.List;
import java.util.Optional;

/**
 * The channels of a space, each with its sender.
 *
 * @param channel the channel
 * @param sender sends through it
 */
public record Post(Channel channel, Sender sender) {
  /** The one of that name. */
  public static Optional<Post> find(List<Post> posts, String name) {
    return posts.stream().filter(post -> post.channel().name().equals(name)).findFirst();
  }
}
