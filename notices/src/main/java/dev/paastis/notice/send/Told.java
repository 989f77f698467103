// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.Links.Link;
import java.util.List;

/**
 * A message in words, before a receiver's format is put around them. Each text is one harmless
 * line, not yet escaped.
 *
 * @param title what it is about
 * @param lines what else there is to say
 * @param links what its reader may do
 * @param failure whether something went wrong
 */
record Told(String title, List<String> lines, List<Link> links, boolean failure) {}
