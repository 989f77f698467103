// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.GatewayWords;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.pause.Gateways.Quiet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One gateway of its own process: its stream, the questions to it, its last word. Thread-safe. */
final class FarGateway {
  private final UUID id;
  private final SpaceId space;
  private final Instant since;
  private final Map<Long, Question> questions = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Object> stream = new AtomicReference<>();
  private volatile String name;
  private volatile long heardNanos;
  private volatile Map<AppId, GatewayWords.AppWord> busy = Map.of();

  FarGateway(UUID id, String name, SpaceId space, Instant since, long nowNanos) {
    this.id = id;
    this.name = name;
    this.space = space;
    this.since = since;
    this.heardNanos = nowNanos;
  }

  /** A question under way. */
  record Question(long number, AppId app, CompletableFuture<Quiet> answer, Sent sent) {}

  /** Whether a question has been sent on the stream that is open. */
  static final class Sent {
    private @Nullable Object over;
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  SpaceId space() {
    return space;
  }

  Instant since() {
    return since;
  }

  long heardNanos() {
    return heardNanos;
  }

  /** Makes this the one stream it is told on; an earlier one ends. */
  void open(Object newStream, String calledNow, long nowNanos) {
    name = calledNow;
    heardNanos = nowNanos;
    stream.set(newStream);
  }

  boolean isOpen(Object asked) {
    return asked.equals(stream.get());
  }

  /** Ends that stream, unless a later one has taken its place. */
  void close(Object ended) {
    stream.compareAndSet(ended, null);
  }

  boolean connected() {
    return stream.get() != null;
  }

  /** Takes its word; what it does not name as busy is not. */
  void heard(Map<AppId, GatewayWords.AppWord> nowBusy, long nowNanos) {
    busy = nowBusy;
    heardNanos = nowNanos;
  }

  /** How the app stands there, without times. */
  Quiet quiet(AppId app) {
    GatewayWords.AppWord word = busy.get(app);
    return word == null ? new Quiet(0, 0, null) : new Quiet(word.inFlight(), word.waiting(), null);
  }

  Question ask(long number, AppId app) {
    Question question = new Question(number, app, new CompletableFuture<>(), new Sent());
    questions.put(number, question);
    return question;
  }

  void forget(Question question) {
    questions.remove(question.number());
  }

  /** Takes the answer to a question; of no effect when nobody waits for it any more. */
  void answered(long number, Quiet quiet) {
    Question question = questions.remove(number);
    if (question != null) {
      question.answer().complete(quiet);
    }
  }

  /** Questions to be sent on that stream, each once on each stream. */
  List<Question> unsent(Object over) {
    List<Question> unsent = new ArrayList<>();
    for (Question question : questions.values()) {
      synchronized (question.sent()) {
        if (!over.equals(question.sent().over)) {
          question.sent().over = over;
          unsent.add(question);
        }
      }
    }
    return unsent;
  }
}
