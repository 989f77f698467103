// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.Refusal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Tells how an app is, by its containers. Safe for use by many threads. */
final class Faces {
  private static final int TAIL_LINES = 20;

  /** A name that never resolves (RFC 6761), for a container between two lives. */
  private static final String NOWHERE = "restarting.invalid";

  private final Engine engine;
  private final Addresses addresses;

  /** When the containers that we stopped ended, by id: however they ended, it was by order. */
  private final Map<String, String> stoppedAt = new ConcurrentHashMap<>();

  Faces(Engine engine, DockerSettings settings) {
    this.engine = engine;
    this.addresses = new Addresses(settings);
  }

  /**
   * How the app is.
   *
   * @throws Trouble when it cannot be reached as it is configured
   */
  AppStatus of(ContainerApp app, Call call) throws Trouble {
    Member web = web(app);
    return switch (web.phase()) {
      case RUNNING -> new AppStatus.Running(upstream(web), app.running());
      case STARTING -> new AppStatus.Starting(upstream(web), app.running());
      case PAUSED, STOPPED -> new AppStatus.Stopped(app.restorable());
      case CRASHED ->
          stoppedByUs(web)
              ? new AppStatus.Stopped(app.restorable())
              : new AppStatus.Crashed(web.exitCode(), tail(web, call), app.restorable());
    };
  }

  /** The container that answers for the app. */
  Member web(ContainerApp app) throws Trouble {
    return app.web()
        .orElseThrow(() ->
            Trouble.refused(
                Refusal.Kind.INVALID,
                "'%s' says no port; set the label %s to the TCP port that it listens on"
                    .formatted(app.ref(), Labels.PORT)));
  }

  /** Where a container answers, or will once it is up. */
  Upstream upstream(Member web) throws Trouble {
    Optional<Upstream> address = addresses.of(web);
    if (address.isEmpty() && web.phase() == Member.Phase.STARTING) {
      return new Upstream("http", NOWHERE, Addresses.port(web).orElse(80));
    }
    return address.orElseThrow(() ->
        Trouble.refused(
            Refusal.Kind.INVALID,
            "container '"
                + web.name()
                + "' has no address that Paastis knows; publish its port, or name a network"
                + " that it is on in the account's settings"));
  }

  /** Remembers that its end was ordered. */
  void stopped(Member member) {
    member.finishedAt().ifPresent(at -> stoppedAt.put(member.id(), at));
  }

  /** Forgets the containers that are no more. */
  void keepOnly(Set<String> ids) {
    stoppedAt.keySet().retainAll(ids);
  }

  /** The last lines that a container wrote, for a crash: without them it is told all the same. */
  String tail(Member member, Call call) {
    try {
      return String.join("\n", plain(engine.timedLog(member, TAIL_LINES, call).stream()));
    } catch (Trouble trouble) {
      return "";
    }
  }

  /** The last lines that an app's containers wrote, in the order of time. */
  List<String> output(ContainerApp app, int lines, Call call) throws Trouble {
    Stream<String> timed = Stream.empty();
    for (Member member : app.members()) {
      String prefix = app.members().size() == 1 ? "" : member.service() + " | ";
      Stream<String> more =
          engine.timedLog(member, lines, call).stream().map(line -> prefixed(line, prefix));
      timed = Stream.concat(timed, more);
    }
    List<String> all = plain(timed.sorted(Comparator.comparing(Faces::time)));
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private boolean stoppedByUs(Member member) {
    return member.finishedAt().map(at -> at.equals(stoppedAt.get(member.id()))).orElse(false);
  }

  private static List<String> plain(Stream<String> timed) {
    return timed.map(line -> line.substring(time(line).length()).strip()).toList();
  }

  private static String prefixed(String line, String prefix) {
    String time = time(line);
    return time + prefix + line.substring(time.length());
  }

  /** What precedes the first space: the time that the engine put before the line. */
  private static String time(String line) {
    return line.substring(0, line.indexOf(' ') + 1);
  }
}
