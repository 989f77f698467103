// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import tools.jackson.databind.JsonNode;

/** How an operation is getting on. */
sealed interface Progress {
  /** It has not ended. */
  record UnderWay() implements Progress {}

  /** It was carried out. */
  record Ended() implements Progress {}

  /** It went wrong. */
  record Failed(String error) implements Progress {}

  static Progress of(JsonNode operation) {
    return switch (Hosted.text(operation, "status")) {
      case "done" -> new Ended();
      case "error" -> new Failed(Hosted.text(operation, "error"));
      default -> new UnderWay();
    };
  }
}
