// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ChannelView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the channels of messages; its subcommand tests one. */
@Command(name = "notifications", description = "List the channels of messages; test one.")
final class NotificationsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  NotificationsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/notifications");
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, ChannelView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<ChannelView> channels) {
    Table table = new Table("CHANNEL", "KIND", "STATE", "APPS", "DIGEST", "EVENTS");
    for (ChannelView channel : channels) {
      boolean open = channel.state().equals("open");
      table.row(
          Cell.of(channel.name()),
          Cell.of(channel.kind()),
          new Cell(channel.state(), open ? Style.GREEN : Style.RED),
          Cell.of(Words.orDash(channel.apps())),
          Cell.of(Words.orDash(channel.digest())),
          Cell.of(String.valueOf(channel.events().size())));
    }
    table.print(session.terminal());
    channels.stream()
        .filter(channel -> !channel.detail().isEmpty())
        .forEach(channel -> session.terminal().print(channel.name() + ": " + channel.detail()));
  }
}
