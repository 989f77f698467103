// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import dev.paastis.provider.Call;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what the engine tells of containers and passes on which app it concerns. An engine
 * that goes away is tried again, less and less often; once it is back, every known app is told,
 * since what happened meanwhile was told to nobody. Events are asked for from before that on, so
 * that nothing is lost between the two.
 */
final class Watch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Watch.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration MARGIN = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Docker's word is {@code destroy}, Podman's {@code remove}. */
  private static final Set<String> TELLING =
      Set.of(
          "start",
          "die",
          "died",
          "stop",
          "pause",
          "unpause",
          "restart",
          "destroy",
          "remove",
          "rename",
          "oom",
          "health_status");

  private final Engine engine;
  private final DockerSettings settings;
  private final Ticker ticker;
  private final Supplier<Set<String>> known;
  private final Consumer<String> changed;

  private volatile boolean closed;
  private volatile @Nullable EventStream stream;
  private volatile @Nullable Thread thread;

  Watch(
      Engine engine,
      DockerSettings settings,
      Ticker ticker,
      Supplier<Set<String>> known,
      Consumer<String> changed) {
    this.engine = engine;
    this.settings = settings;
    this.ticker = ticker;
    this.known = known;
    this.changed = changed;
  }

  void begin() {
    thread = Thread.ofVirtual().name("events of " + settings.host()).start(this::listen);
  }

  @Override
  public void close() {
    closed = true;
    Thread listening = thread;
    if (listening != null) {
      listening.interrupt();
    }
    end(stream);
  }

  private void listen() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!closed) {
        pause = heard() ? FIRST_PAUSE : longer(pause);
        if (!closed) {
          ticker.pause(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Listens until the connection ends; false when there was none. */
  private boolean heard() throws InterruptedException {
    try {
      Instant since = begun();
      known.get().forEach(this::tell);
      EventStream events = engine.events(since, this::told);
      stream = events;
      if (closed) {
        end(events);
      }
      LOG.log(Level.DEBUG, "listening to {0}", settings.host());
      events.awaitCompletion();
    } catch (Trouble trouble) {
      LOG.log(Level.DEBUG, "no events: {0}", trouble.cause());
      return false;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the connection for events was lost", e);
    }
    if (!closed) {
      LOG.log(
          Level.WARNING, "{0} stopped telling of its containers; trying again", settings.host());
    }
    return true;
  }

  /** When this attempt began, by the engine's clock, and a moment before. */
  private Instant begun() throws Trouble {
    long askedNanos = ticker.nanos();
    Instant now = engine.time(Call.discovery(PATIENCE, ticker));
    return now.minusNanos(ticker.nanos() - askedNanos).minus(MARGIN);
  }

  private void told(Event event) {
    String action = event.getAction();
    if (action == null || !TELLING.contains(action.split(":", 2)[0].strip())) {
      return;
    }
    EventActor actor = event.getActor();
    Map<String, String> attributes = actor == null ? null : actor.getAttributes();
    if (attributes != null) {
      refs(attributes).forEach(this::tell);
    }
  }

  /** The apps that an event may be about: after a change of name, the old one too. */
  private Stream<String> refs(Map<String, String> attributes) {
    Labels labels = new Labels(attributes);
    String project = labels.project().orElse(null);
    if (project != null) {
      return Stream.of(ContainerApp.refOfProject(project));
    }
    return Stream.of("name", "oldName")
        .flatMap(key -> Stream.ofNullable(attributes.get(key)))
        .map(name -> name.startsWith("/") ? name.substring(1) : name)
        .filter(name -> labels.match(settings.label()) || known.get().contains(name));
  }

  private void tell(String ref) {
    try {
      changed.accept(ref);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the listener broke on a change of " + ref, e);
    }
  }

  private static void end(@Nullable EventStream stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the connection for events could not be closed", e);
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
