// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DeliveryView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a message sent again. */
@Command(name = "replay", description = "Send a message again that was given up.")
final class DeliveryReplayCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "Id of the message.")
  private String id = "";

  DeliveryReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var answer = session.api().post("/deliveries/" + Session.encode(id) + "/replay");
    DeliveryView delivery = Json.as(answer, DeliveryView.class);
    session.terminal().print(delivery.id() + " is sent again to " + delivery.channel());
    return ExitStatus.DONE.code();
  }
}
