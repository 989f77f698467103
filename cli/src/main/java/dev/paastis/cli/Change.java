// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Wakes or puts to sleep several apps at once, and says how each ended. One that fails does not
 * stop the others.
 *
 * @param verb last part of the address
 * @param passing state on the way
 * @param goal state wanted
 */
record Change(String verb, String passing, String goal) {
  private static final String ROUND = "?wait=30s";
  private static final int PROGRESS_MILLIS = 200;

  /** Carries it out and returns the worst outcome. */
  ExitStatus run(Session session, List<String> names, boolean wait) {
    ApiClient api = session.api();
    ExitStatus worst = ExitStatus.DONE;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Instant begin = session.now();
      List<Future<AppView>> running =
          names.stream()
              .map(name -> threads.submit(() -> change(session, api, name, wait)))
              .toList();
      for (Future<AppView> one : running) {
        worst = worst.worse(finish(session, one, begin));
      }
    }
    return worst;
  }

  private AppView change(Session session, ApiClient api, String name, boolean wait) {
    AppView app = Json.as(session.app(api, name), AppView.class);
    String path = "/apps/" + Session.encode(app.id()) + "/" + verb;
    AppView now = Json.as(api.post(wait ? path + ROUND : path), AppView.class);
    while (wait && now.state().equals(passing)) {
      now = Json.as(api.post(path + ROUND), AppView.class);
    }
    if (wait && !now.state().equals(goal)) {
      throw new Failure(
          ExitStatus.FAILED,
          "'%s' is %s; 'paastis events --app %s' tells why"
              .formatted(now.name(), now.state(), now.name()));
    }
    return now;
  }

  private ExitStatus finish(Session session, Future<AppView> one, Instant begin) {
    Terminal terminal = session.terminal();
    try {
      AppView app = await(session, one, begin);
      String took = app.state().equals(goal) ? took(session, begin) + "  " + app.url() : "";
      Cell state = StateMark.cell(app.state());
      terminal.print(terminal.paint(state.style(), state.text()) + "  " + app.name() + took);
      return ExitStatus.DONE;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return session.errors().report(cause == null ? e : cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return session.errors().report(e);
    }
  }

  private AppView await(Session session, Future<AppView> one, Instant begin)
      throws InterruptedException, ExecutionException {
    @Nullable AppView app = null;
    while (app == null) {
      try {
        app = one.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        session.terminal().progress(passing + took(session, begin));
      }
    }
    session.terminal().endProgress();
    return app;
  }

  private static String took(Session session, Instant begin) {
    return "  " + Words.length(Duration.between(begin, session.now()));
  }
}
