// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.notice.Channel;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Links;
import dev.paastis.notice.Notice;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs are told: {@code type}, {@code timestamp} and {@code data}, as Standard Webhooks
 * recommends.
 */
final class WebhookBody {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Links links;

  WebhookBody(Links links) {
    this.links = links;
  }

  byte[] of(Delivery delivery) {
    ObjectNode body = JSON.createObjectNode();
    body.put("type", type(delivery));
    body.put("timestamp", delivery.notices().getLast().at().toString());
    ObjectNode data = body.putObject("data");
    switch (delivery.form()) {
      case EVENT -> {
        put(data, delivery.notices().getFirst());
        ArrayNode array = data.putArray("links");
        links
            .of(delivery)
            .forEach(link -> array.addObject().put("title", link.title()).put("url", link.url()));
      }
      case DIGEST -> {
        ArrayNode events = data.putArray("events");
        delivery.notices().forEach(notice -> put(events.addObject(), notice));
      }
      case TEST -> data.put("channel", delivery.channel());
    }
    return JSON.writeValueAsBytes(body);
  }

  private static String type(Delivery delivery) {
    EventType type = delivery.notices().getFirst().type();
    if (delivery.channel().startsWith(Channel.HOOK) && delivery.form() == Delivery.Form.EVENT) {
      return type == EventType.WOKEN ? "after-wake" : "after-sleep";
    }
    return delivery.form() == Delivery.Form.EVENT
        ? type.wire()
        : delivery.form().name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode node, Notice notice) {
    node.put("event", notice.event());
    node.put("at", notice.at().toString());
    node.put("type", notice.type().wire());
    node.put("app", notice.app() == null ? null : notice.app().toString());
    node.put("name", notice.subject());
    put(node.putObject("cause"), notice.cause());
    ObjectNode details = node.putObject("details");
    notice.details().forEach(details::put);
  }

  private static void put(ObjectNode node, Cause cause) {
    node.put("kind", cause.kind().name().toLowerCase(Locale.ROOT));
    node.put("summary", cause.summary());
  }
}
