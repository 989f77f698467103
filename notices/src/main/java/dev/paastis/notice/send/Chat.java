// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.Links.Link;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The formats of chat programs. */
enum Chat {
  /**
   * Blocks, with a plain text for notifications.
   *
   * @see <a
   *     href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Slack</a>
   */
  SLACK {
    @Override
    ObjectNode format(Told told) {
      ObjectNode message = JSON.createObjectNode();
      message.put("text", Texts.slack(told.title()));
      message.put("unfurl_links", false).put("unfurl_media", false);
      ArrayNode blocks = message.putArray("blocks");
      blocks.addObject().put("type", "header").set("text", plain(Texts.slack(told.title())));
      if (!told.lines().isEmpty()) {
        String lines = told.lines().stream().map(Texts::slack).collect(Collectors.joining("\n"));
        blocks.addObject().put("type", "section").set("text", plain(cut(lines)));
      }
      if (!told.links().isEmpty()) {
        String links = told.links().stream().map(this::link).collect(Collectors.joining("  ·  "));
        ObjectNode text = JSON.createObjectNode().put("type", "mrkdwn").put("text", links);
        blocks.addObject().put("type", "section").set("text", text);
      }
      return message;
    }

    private ObjectNode plain(String text) {
      return JSON.createObjectNode()
          .put("type", "plain_text")
          .put("text", text)
          .put("emoji", false);
    }

    private String link(Link link) {
      return "<%s|%s>".formatted(link.url(), Texts.slack(link.title()).replace("|", "/"));
    }

    private String cut(String text) {
      return text.length() <= 3000 ? text : text.substring(0, text.lastIndexOf('\n', 3000));
    }
  },

  /**
   * One attachment with Markdown.
   *
   * @see <a href="https://developers.mattermost.com/integrate/webhooks/incoming/">Mattermost</a>
   */
  MATTERMOST {
    @Override
    ObjectNode format(Told told) {
      StringBuilder text = new StringBuilder("**" + Texts.markdown(told.title()) + "**");
      told.lines().forEach(line -> text.append('\n').append(Texts.markdown(line)));
      if (!told.links().isEmpty()) {
        text.append('\n')
            .append(
                told.links().stream()
                    .map(link -> "[%s](%s)".formatted(Texts.markdown(link.title()), link.url()))
                    .collect(Collectors.joining(" · ")));
      }
      ObjectNode message = JSON.createObjectNode();
      message
          .putArray("attachments")
          .addObject()
          .put("fallback", Texts.markdown(told.title()))
          .put("color", told.failure() ? "#d63939" : "#4263eb")
          .put("text", text.toString());
      return message;
    }
  },

  /**
   * An adaptive card whose texts are runs, in which nothing is Markdown.
   *
   * @see <a
   *     href="https://learn.microsoft.com/en-us/adaptive-cards/schema-explorer/text-run">Runs</a>
   */
  TEAMS {
    @Override
    ObjectNode format(Told told) {
      ObjectNode message = JSON.createObjectNode().put("type", "message");
      ObjectNode attachment = message.putArray("attachments").addObject();
      attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
      attachment.putNull("contentUrl");
      ObjectNode card = attachment.putObject("content");
      card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
      card.put("type", "AdaptiveCard").put("version", "1.4");
      ArrayNode body = card.putArray("body");
      run(body, told.title())
          .put("weight", "Bolder")
          .put("size", "Medium")
          .put("color", told.failure() ? "Attention" : "Default");
      told.lines().forEach(line -> run(body, line));
      if (!told.links().isEmpty()) {
        ArrayNode actions = card.putArray("actions");
        told.links()
            .forEach(link ->
                actions
                    .addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", link.title())
                    .put("url", link.url()));
      }
      return message;
    }

    private ObjectNode run(ArrayNode body, String text) {
      return body.addObject()
          .put("type", "RichTextBlock")
          .putArray("inlines")
          .addObject()
          .put("type", "TextRun")
          .put("text", text);
    }
  };

  private static final JsonMapper JSON = JsonMapper.shared();

  /** The message as that program takes it. */
  abstract ObjectNode format(Told told);
}
