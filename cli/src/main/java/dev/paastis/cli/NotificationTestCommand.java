// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ChannelTestView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends a test message. */
@Command(
    name = "test",
    description = "Send a test message through a channel, and tell the outcome.")
final class NotificationTestCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name of the channel.")
  private String name = "";

  NotificationTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var answer = session.api().post("/notifications/" + Session.encode(name) + "/test");
    ChannelTestView test = Json.as(answer, ChannelTestView.class);
    if (test.delivered()) {
      session.terminal().print(name + " took the message");
      return ExitStatus.DONE.code();
    }
    throw new Failure(
        ExitStatus.FAILED, name + " did not take the message: " + test.detail(), "", null);
  }
}
