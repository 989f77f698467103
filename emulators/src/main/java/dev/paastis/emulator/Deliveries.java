// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Posts what a platform tells its subscribers, again and again by the platform's schedule until one
 * attempt gets a 2xx. Attempts run on threads of their own, so that a subscriber may be slow and
 * may call back. Safe for use by many threads.
 */
public final class Deliveries implements AutoCloseable {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(15);

  private final Timeline timeline;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWERED_WITHIN).build();
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

  /** Nothing to deliver yet; a later attempt is made when the timeline gets there. */
  public Deliveries(Timeline timeline) {
    this.timeline = timeline;
  }

  /**
   * Something to deliver.
   *
   * @param to address of the subscriber
   * @param headers asked for at each attempt, since a signature may hold its time
   * @param body the JSON that is posted
   * @param waits between one attempt and the next; their number is that of the repetitions
   * @param told gets what came of each attempt
   */
  public record Delivery(
      URI to,
      Supplier<Map<String, String>> headers,
      String body,
      List<Duration> waits,
      Consumer<Attempt> told) {
    /** Copies the waits. */
    public Delivery {
      waits = List.copyOf(waits);
    }
  }

  /**
   * What came of an attempt.
   *
   * @param status HTTP status, 0 when there was no answer
   * @param last whether no other would follow
   */
  public record Attempt(int status, boolean last) {
    /** Whether the subscriber took it. */
    public boolean taken() {
      return status >= 200 && status < 300;
    }
  }

  /** Makes the first attempt now, without waiting for what comes of it. */
  public void send(Delivery delivery) {
    attempt(delivery, 0);
  }

  @Override
  public void close() {
    senders.shutdownNow();
    client.shutdownNow();
  }

  private void attempt(Delivery delivery, int before) {
    if (!senders.isShutdown()) {
      var _ = senders.submit(() -> make(delivery, before));
    }
  }

  private void make(Delivery delivery, int before) {
    Attempt attempt = new Attempt(post(delivery), before >= delivery.waits().size());
    delivery.told().accept(attempt);
    if (!attempt.taken() && !attempt.last()) {
      timeline.after(delivery.waits().get(before), () -> attempt(delivery, before + 1));
    }
  }

  private int post(Delivery delivery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(delivery.to())
            .timeout(ANSWERED_WITHIN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(delivery.body()));
    delivery.headers().get().forEach(request::setHeader);
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0; // nobody answers: told as such, and tried again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
