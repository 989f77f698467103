// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that really listens, keeps what it gets, and answers as told. */
public final class Receiver implements AutoCloseable {
  private static final int POLLS = 400;

  private final BlockingQueue<Call> received = new LinkedBlockingQueue<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final Endpoint endpoint = Endpoint.on(0, new Faults()).otherwise(this::receive).start();

  /** Its address. */
  public String url() {
    URI hook = endpoint.uri().resolve("/hook");
    return hook.toString();
  }

  /** The next posts get these statuses, all later ones 204. */
  public void answer(int... next) {
    for (int status : next) {
      statuses.add(status);
    }
  }

  /** The next post. */
  public Call take() throws InterruptedException {
    return takeWhile(() -> {});
  }

  /** The next post, while that is done again and again. */
  public Call takeWhile(Runnable meanwhile) throws InterruptedException {
    for (int i = 0; i < POLLS; i++) {
      @Nullable Call call = received.poll(25, TimeUnit.MILLISECONDS);
      if (call != null) {
        return call;
      }
      meanwhile.run();
    }
    throw new AssertionError("nothing was posted within ten seconds");
  }

  /** Posts that nobody has taken. */
  public int left() {
    return received.size();
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private Answer receive(Call call) {
    received.add(call);
    @Nullable Integer status = statuses.poll();
    return Answer.empty(status == null ? 204 : status);
  }
}
