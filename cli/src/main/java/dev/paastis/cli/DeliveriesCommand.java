// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DeliveryView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists messages; its subcommand has one sent again. */
@Command(name = "deliveries", description = "List messages, newest first; send a dead one again.")
final class DeliveriesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only waiting, delivered or dead ones.")
  private @Nullable String state;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most N.")
  private int limit = 20;

  DeliveriesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String only = state;
    String query = only == null ? "" : "&state=" + Session.encode(only);
    JsonNode page = session.api().get("/deliveries?limit=" + limit + query);
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, DeliveryView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<DeliveryView> deliveries) {
    Table table = new Table("ID", "CHANNEL", "ABOUT", "STATE", "TRIES", "DETAIL");
    for (DeliveryView delivery : deliveries) {
      table.row(
          Cell.of(delivery.id()),
          Cell.of(delivery.channel()),
          Cell.of(about(delivery)),
          state(delivery.state()),
          Cell.of(String.valueOf(delivery.attempts())),
          Cell.of(Words.orDash(delivery.detail())));
    }
    table.print(session.terminal());
  }

  private static String about(DeliveryView delivery) {
    return delivery.form().equals("digest")
        ? delivery.events() + " events"
        : delivery.subject() + " " + delivery.type();
  }

  static Cell state(String state) {
    return new Cell(
        state,
        switch (state) {
          case "delivered" -> Style.GREEN;
          case "dead" -> Style.RED;
          default -> Style.YELLOW;
        });
  }
}
