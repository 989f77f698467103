// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;

/** An app that takes its time to start, as many do: {@code START_SECONDS}, 6 unless told. */
public final class Slow {
  private static final int DEFAULT_SECONDS = 6;

  private Slow() {}

  /** Waits, then serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var moments = new Moments();
    int seconds = seconds();
    for (int i = 0; i < seconds; i++) {
      System.out.println("warming up, " + 100 * i / seconds + " %");
      Thread.sleep(1_000);
    }
    Server.run(moments, request -> answer(request, moments));
  }

  private static int seconds() {
    String text = System.getenv("START_SECONDS");
    try {
      return text == null ? DEFAULT_SECONDS : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("START_SECONDS must be a number, got: " + text, e);
    }
  }

  private static Answer answer(Request request, Moments moments) {
    return Answer.html(
        200,
        Page.of(
            "Worth the wait",
            "slow",
            Page.story(moments)
                + "<div class=\"facts\">"
                + Page.fact(Page.people(moments.untilBound()), "to warm up before the first answer")
                + Page.fact(Long.toString(ProcessHandle.current().pid()), "process id")
                + "</div><p class=\"soft\">You asked for <b>"
                + Page.escape(request.target())
                + "</b> and got it at the same address: the waiting page only held your place.</p>"));
  }
}
