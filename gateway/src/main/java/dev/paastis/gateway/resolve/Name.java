// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import dev.paastis.schedule.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one host. Safe for use by many threads; its lock is held for moments only, never
 * while anybody is asked.
 *
 * <p>An answer is fresh for half a minute. After that the name is asked for anew on its next use;
 * when nobody can say, or not soon, the old answer serves on: name servers that are slow or down
 * for a while keep nobody from an app whose address did not change.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8767">RFC 8767, serving stale data</a>
 */
final class Name {
  /** The JDK does not tell how long an answer holds, and keeps it as long itself. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long STALE_NANOS = TimeUnit.MINUTES.toNanos(30);

  /** What RFC 8767 proposes before an old answer serves. */
  private static final long SOON_MILLIS = 1800;

  /** Short: the name of an app that was just created appears any moment. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String host;
  private final NameService service;
  private final Ticker ticker;
  private List<InetAddress> known = List.of();
  private long knownNanos;
  private long usedNanos;
  private @Nullable InetAddress worst;

  /** The question under way, or the last one that failed. */
  private @Nullable CompletableFuture<List<InetAddress>> asked;

  private long failedNanos;

  Name(String host, NameService service, Ticker ticker) {
    this.host = host;
    this.service = service;
    this.ticker = ticker;
    this.usedNanos = ticker.nanos();
  }

  /** The addresses, at once when a fresh answer is known. */
  synchronized CompletableFuture<List<InetAddress>> find() {
    long now = ticker.nanos();
    usedNanos = now;
    if (isKnownFor(FRESH_NANOS, now)) {
      return CompletableFuture.completedFuture(known);
    }
    CompletableFuture<List<InetAddress>> answer = ask(now);
    if (!isKnownFor(STALE_NANOS, now)) {
      return answer;
    }
    List<InetAddress> old = known;
    return answer
        .exceptionally(_ -> old)
        .completeOnTimeout(old, SOON_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has the address tried last from now on, and the name asked for anew. */
  synchronized void didNotAccept(InetAddress address) {
    worst = address;
    known = worstLast(known);
    long now = ticker.nanos();
    if (!isKnownFor(PAUSE_NANOS, now) && isKnownFor(FRESH_NANOS, now)) {
      knownNanos = now - FRESH_NANOS;
    }
  }

  synchronized boolean unusedSince(long nanos) {
    return usedNanos - nanos < 0;
  }

  private boolean isKnownFor(long nanos, long now) {
    return !known.isEmpty() && now - knownNanos < nanos;
  }

  private CompletableFuture<List<InetAddress>> ask(long now) {
    CompletableFuture<List<InetAddress>> last = asked;
    if (last != null && (!last.isDone() || now - failedNanos < PAUSE_NANOS)) {
      return last;
    }
    CompletableFuture<List<InetAddress>> next = new CompletableFuture<>();
    asked = next;
    Thread.ofVirtual().name("name " + host).start(() -> answer(next));
    return next;
  }

  private void answer(CompletableFuture<List<InetAddress>> question) {
    try {
      List<InetAddress> found = service.addresses(host);
      if (found.isEmpty()) {
        throw new UnknownHostException(host);
      }
      question.complete(learn(found));
    } catch (UnknownHostException | RuntimeException e) {
      failed();
      question.completeExceptionally(e);
    }
  }

  private synchronized List<InetAddress> learn(List<InetAddress> found) {
    known = worstLast(found);
    knownNanos = ticker.nanos();
    asked = null;
    return known;
  }

  private synchronized void failed() {
    failedNanos = ticker.nanos();
  }

  private List<InetAddress> worstLast(List<InetAddress> addresses) {
    List<InetAddress> ordered = new ArrayList<>(addresses);
    if (worst != null && ordered.remove(worst)) {
      ordered.add(worst);
    }
    return List.copyOf(ordered);
  }
}
