// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.util.function.Consumer;

/** What an engine tells of its containers, until the connection ends. */
final class EventStream extends ResultCallback.Adapter<Event> {
  private final Consumer<Event> told;

  EventStream(Consumer<Event> told) {
    this.told = told;
  }

  @Override
  public void onNext(Event event) {
    told.accept(event);
  }
}
