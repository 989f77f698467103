// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.paastis.provider.Call;
import dev.paastis.provider.Refusal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's API, each call bounded by its deadline. Sockets of the file system know no timeouts,
 * so every call has a thread of its own, and one that is too late is interrupted, which closes its
 * connection. Safe for use by many threads.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Docker Engine API</a>
 * @see <a href="https://docs.podman.io/en/latest/_static/api.html">Podman, compatible part</a>
 */
final class Engine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final String PROJECT_FILTER = Labels.PROJECT + "=";

  /**
   * An engine that was started again leaves closed connections behind, each found out by using it.
   * An order given twice is carried out once, so another try does no harm.
   */
  private static final int TRIES = 4;

  private final DockerSettings settings;
  private final DockerClient client;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /** Connects with the first call. */
  Engine(DockerSettings settings) {
    this.settings = settings;
    this.client =
        DockerClientImpl.getInstance(
            new EngineHost(settings.host()),
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(settings.host())
                .connectionTimeout(CONNECT_TIME)
                .build());
  }

  /** All containers, whether they run or not. */
  List<Container> list(Call call) throws Trouble {
    return ask(
        "list of containers", call, () -> client.listContainersCmd().withShowAll(true).exec());
  }

  /** The containers of one compose project. */
  List<Container> listProject(String project, Call call) throws Trouble {
    return ask(
        "list of project " + project,
        call,
        () ->
            client
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(PROJECT_FILTER + project))
                .exec());
  }

  InspectContainerResponse inspect(String idOrName, Call call) throws Trouble {
    return ask(
        "inspection of " + idOrName, call, () -> client.inspectContainerCmd(idOrName).exec());
  }

  void start(Member member, Call call) throws Trouble {
    order("start of " + member.name(), call, () -> client.startContainerCmd(member.id()).exec());
  }

  void stop(Member member, Call call) throws Trouble {
    order(
        "stop of " + member.name(),
        call,
        () -> client.stopContainerCmd(member.id()).withTimeout(member.stopSeconds()).exec());
  }

  void pause(Member member, Call call) throws Trouble {
    order("pause of " + member.name(), call, () -> client.pauseContainerCmd(member.id()).exec());
  }

  /** Removes a container, also one that is frozen, with the volumes that have no name. */
  void remove(Member member, Call call) throws Trouble {
    order(
        "removal of " + member.name(),
        call,
        () ->
            client.removeContainerCmd(member.id()).withForce(true).withRemoveVolumes(true).exec());
  }

  void unpause(Member member, Call call) throws Trouble {
    order(
        "unpause of " + member.name(), call, () -> client.unpauseContainerCmd(member.id()).exec());
  }

  /** The last lines that a container wrote, each with the time before it. */
  List<String> timedLog(Member member, int lines, Call call) throws Trouble {
    return ask(
        "output of " + member.name(),
        call,
        () -> {
          LogLines read = new LogLines();
          client
              .logContainerCmd(member.id())
              .withStdOut(true)
              .withStdErr(true)
              .withTimestamps(true)
              .withTail(lines)
              .exec(read);
          return read.await(call.remaining());
        });
  }

  /** What a container has used so far; the engine takes a second or two to tell. */
  Statistics counters(Member member, Call call) throws Trouble {
    return ask(
        "counters of " + member.name(),
        call,
        () -> {
          OneAnswer<Statistics> answer = new OneAnswer<>();
          client.statsCmd(member.id()).withNoStream(true).exec(answer);
          return answer.await(call.remaining());
        });
  }

  /** The engine's own time. */
  Instant time(Call call) throws Trouble {
    String time = ask("time", call, () -> client.infoCmd().exec().getSystemTime());
    try {
      return OffsetDateTime.parse(String.valueOf(time)).toInstant();
    } catch (DateTimeParseException e) {
      throw Trouble.unknown("the engine's time makes no sense: " + time);
    }
  }

  /** Follows what happens to containers from then on; ends with {@link EventStream#close()}. */
  EventStream events(Instant since, Consumer<Event> told) {
    EventStream stream = new EventStream(told);
    client
        .eventsCmd()
        .withEventTypeFilter("container")
        .withSince(String.valueOf(since.getEpochSecond()))
        .exec(stream);
    return stream;
  }

  @Override
  public void close() {
    calls.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "connections to " + settings.host() + " could not be closed", e);
    }
  }

  private void order(String what, Call call, Runnable order) throws Trouble {
    ask(
        what,
        call,
        () -> {
          try {
            order.run();
          } catch (NotModifiedException e) {
            LOG.log(Level.DEBUG, "{0}: it was so already", what);
          }
          return true;
        });
  }

  private <T> T ask(String what, Call call, Supplier<T> question) throws Trouble {
    Future<T> answer = calls.submit(() -> tried(question));
    try {
      return answer.get(call.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw Trouble.unknown("the engine did not answer in time: " + what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.unknown("interrupted during the " + what);
    } catch (ExecutionException e) {
      throw trouble(what, e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static <T> T tried(Supplier<T> question) {
    for (int left = TRIES - 1; left > 0; left--) {
      try {
        return question.get();
      } catch (DockerException e) {
        throw e;
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.log(Level.DEBUG, "a connection to the engine was lost", e);
      }
    }
    return question.get();
  }

  private Trouble trouble(String what, @Nullable Throwable thrown) {
    if (thrown instanceof DockerException answered) {
      return answered(what, answered);
    }
    String cause = innermost(thrown);
    String message = "the engine at %s: %s: %s".formatted(settings.host(), what, cause);
    return cause.toLowerCase(Locale.ROOT).contains("permission denied")
        ? Trouble.refused(
            Refusal.Kind.FORBIDDEN,
            message + "; add the user that runs Paastis to the group of that socket")
        : Trouble.unknown(message);
  }

  private static Trouble answered(String what, DockerException answer) {
    String message = what + ": " + ErrorText.of(answer);
    return switch (answer.getHttpStatus()) {
      case 401 -> Trouble.refused(Refusal.Kind.UNAUTHORIZED, message);
      case 403 -> Trouble.refused(Refusal.Kind.FORBIDDEN, message);
      case 404 -> Trouble.refused(Refusal.Kind.NOT_FOUND, message);
      case 400, 409, 422 -> Trouble.refused(Refusal.Kind.INVALID, message);
      default -> Trouble.failedThere(message);
    };
  }

  private static String innermost(@Nullable Throwable thrown) {
    Throwable inner = thrown;
    while (inner != null && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return String.valueOf(inner);
  }
}
