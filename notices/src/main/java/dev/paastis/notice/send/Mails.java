// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.Links.Link;

/** The two bodies of a mail. */
final class Mails {
  private static final String FOOT = "Sent by Paastis. A link works once, for a day.";

  private Mails() {}

  static String text(Told told) {
    StringBuilder text = new StringBuilder(told.title()).append("\n\n");
    told.lines().forEach(line -> text.append(line).append('\n'));
    for (Link link : told.links()) {
      text.append('\n').append(link.title()).append(":\n").append(link.url()).append('\n');
    }
    return text.append("\n-- \n").append(FOOT).append('\n').toString();
  }

  static String html(Told told) {
    StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body><h2>");
    html.append(Texts.html(told.title())).append("</h2>");
    told.lines().forEach(line -> html.append("<p>").append(Texts.html(line)).append("</p>"));
    for (Link link : told.links()) {
      html.append(
          "<p><a href=\"%s\">%s</a></p>"
              .formatted(Texts.html(link.url()), Texts.html(link.title())));
    }
    return html.append("<p><small>").append(FOOT).append("</small></p></body></html>").toString();
  }
}
