// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A wake or sleep under way on its own virtual thread. */
public final class PendingAction {
  private static final Logger LOG = LoggerFactory.getLogger(PendingAction.class);

  private final FutureTask<@Nullable ProblemException> task;

  private PendingAction(FutureTask<@Nullable ProblemException> task) {
    this.task = task;
  }

  static PendingAction begin(String name, Callable<@Nullable ProblemException> action) {
    FutureTask<@Nullable ProblemException> task = new FutureTask<>(() -> logged(name, action));
    Thread.ofVirtual().name(name).start(task);
    return new PendingAction(task);
  }

  /**
   * Waits for the end.
   *
   * @return whether it ended well in that time; otherwise it goes on
   * @throws ProblemException when it ended badly
   */
  public boolean endsWithin(Duration time) throws InterruptedException {
    try {
      ProblemException problem = task.get(time.toMillis(), TimeUnit.MILLISECONDS);
      if (problem != null) {
        throw problem;
      }
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an action ended with a fault", e.getCause());
    }
  }

  private static @Nullable ProblemException logged(
      String name, Callable<@Nullable ProblemException> action) throws Exception {
    try {
      ProblemException problem = action.call();
      if (problem != null) {
        LOG.info("action=\"{}\" code={} detail=\"{}\"", name, problem.code(), problem.detail());
      }
      return problem;
    } catch (StoreUnavailableException e) {
      LOG.warn("action=\"{}\" store unavailable: {}", name, e.getMessage());
      return new ProblemException(
          ErrorCode.STORE_UNAVAILABLE,
          "the database cannot be reached; try again shortly",
          Duration.ofSeconds(5));
    } catch (RuntimeException e) {
      LOG.error("action=\"{}\" failed", name, e);
      throw e;
    }
  }
}
