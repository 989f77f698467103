// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.util.List;

/** Makes the links of a message, by which its reader acts without signing in. */
public interface Links {
  /** None at all. */
  Links NONE = _ -> List.of();

  /** The links of that message, the same on every try. */
  List<Link> of(Delivery delivery);

  /**
   * One link.
   *
   * @param title what it does, for people
   * @param url where it leads
   */
  record Link(String title, String url) {}
}
