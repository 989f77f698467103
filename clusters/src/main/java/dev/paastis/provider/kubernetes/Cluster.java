// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one cluster's API server: each waits for its turn, ends by its call, and never
 * throws for what a server or a network may do. Safe for use by many threads.
 */
final class Cluster implements AutoCloseable {
  /** Kubernetes documents none; its own controllers keep to a few dozen a second. */
  static final ApiLimit LIMIT =
      ApiLimit.bucket(
          "cluster",
          100,
          Duration.ofSeconds(1),
          "chosen by us, so that a fleet leaves room for the cluster's other clients");

  private static final Duration EXCHANGE = Duration.ofSeconds(30);
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final ApiBudget budget;

  Cluster(KubernetesClient client, ApiBudget budget) {
    this.client = client;
    this.budget = budget;
  }

  /** The client itself, for watches, which live longer than a call. */
  KubernetesClient client() {
    return client;
  }

  /** Sends one request. */
  <T> CallOutcome<T> ask(
      Need need, String namespace, Call call, Function<KubernetesClient, T> work) {
    CallOutcome<T> refused = null;
    try {
      while (true) {
        Duration pause = budget.admit(LIMIT, call);
        if (pause != null) {
          return refused == null ? notSent(need, namespace, pause) : refused;
        }
        Attempt<T> attempt = attempt(need, namespace, call, work);
        if (!attempt.tooMany() || !budget.paces()) {
          return attempt.outcome();
        }
        refused = attempt.outcome();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted before " + need.inWords(namespace));
    }
  }

  /** Reads a whole list, page by page. */
  <T extends HasMetadata> CallOutcome<List<T>> list(
      Need need,
      String namespace,
      @Nullable String selector,
      Call call,
      BiFunction<KubernetesClient, ListOptions, KubernetesResourceList<T>> page) {
    List<T> all = new ArrayList<>();
    String next = "";
    while (next != null) {
      ListOptions options = options(selector, next);
      switch (ask(need, namespace, call, client -> page.apply(client, options))) {
        case CallOutcome.Done<KubernetesResourceList<T>>(var items) -> {
          all.addAll(Objects.requireNonNullElse(items.getItems(), List.of())); // null: none
          next = continuation(items);
        }
        case CallOutcome.Refused<KubernetesResourceList<T>>(var refusal) -> {
          return new CallOutcome.Refused<>(refusal);
        }
        case CallOutcome.Unknown<KubernetesResourceList<T>>(String cause) -> {
          return CallOutcome.unknown(cause);
        }
      }
    }
    return CallOutcome.done(all);
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> Attempt<T> attempt(
      Need need, String namespace, Call call, Function<KubernetesClient, T> work) {
    long millis = call.atMost(EXCHANGE).toMillis();
    if (millis <= 0) { // to the client, zero means no limit
      return Attempt.ended(CallOutcome.unknown("no time was left to " + need.inWords(namespace)));
    }
    try {
      var timed =
          new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
              .withRequestTimeout((int) millis)
              .build();
      return Attempt.ended(
          CallOutcome.done(
              client
                  .adapt(NamespacedKubernetesClient.class)
                  .withRequestConfig(timed)
                  .call(each -> work.apply(each))));
    } catch (KubernetesClientException e) {
      boolean tooMany = e.getCode() == Failures.TOO_MANY_REQUESTS;
      if (tooMany) {
        budget.learn(LIMIT, new ApiBudget.Reading(0, true, retryAfter(e)));
      }
      return new Attempt<>(Failures.outcome(e, need, namespace), tooMany);
    }
  }

  private static <T> CallOutcome<T> notSent(Need need, String namespace, Duration pause) {
    return CallOutcome.refused(
        Refusal.Kind.RATE_LIMITED,
        "the turn to %s comes in about %d s"
            .formatted(need.inWords(namespace), Math.max(1, pause.toSeconds())));
  }

  private static @Nullable Duration retryAfter(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    Integer seconds = details == null ? null : details.getRetryAfterSeconds();
    return seconds == null ? null : Duration.ofSeconds(Math.clamp(seconds, 0, 3600));
  }

  private static ListOptions options(@Nullable String selector, String next) {
    return new ListOptionsBuilder()
        .withLabelSelector(selector)
        .withLimit(PAGE)
        .withContinue(next.isEmpty() ? null : next)
        .build();
  }

  private static @Nullable String continuation(KubernetesResourceList<?> items) {
    String next = items.getMetadata() == null ? null : items.getMetadata().getContinue();
    return next == null || next.isEmpty() ? null : next;
  }

  /** One exchange; whether it was refused as one too many. */
  private record Attempt<T>(CallOutcome<T> outcome, boolean tooMany) {
    static <T> Attempt<T> ended(CallOutcome<T> outcome) {
      return new Attempt<>(outcome, false);
    }
  }
}
