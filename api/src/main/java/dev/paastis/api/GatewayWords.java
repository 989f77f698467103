// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway tells the engine, every second and at once when it is asked. Times are told as
 * ages, since the clocks of two machines differ.
 *
 * @param gateway identifies the run of the gateway
 * @param leaving whether it ends and need not be waited for
 * @param answers to questions of the stream
 * @param apps every app with requests under way or held, and every app with activity that has not
 *     been told yet
 */
public record GatewayWords(
    String gateway, boolean leaving, List<Answer> answers, List<AppWord> apps) {
  /** Copies the lists. */
  public GatewayWords {
    answers = List.copyOf(answers);
    apps = List.copyOf(apps);
  }

  /**
   * The answer to a question: new requests of the app are held.
   *
   * @param ask number of the question
   * @param app how the app stands
   */
  public record Answer(long ask, AppWord app) {}

  /**
   * How an app stands.
   *
   * @param app id of the app
   * @param inFlight requests, streams and talking WebSockets under way
   * @param waiting requests held
   * @param lastActivityMillis how long ago the last activity was, absent when there was none
   */
  public record AppWord(String app, int inFlight, int waiting, @Nullable Long lastActivityMillis) {}
}
