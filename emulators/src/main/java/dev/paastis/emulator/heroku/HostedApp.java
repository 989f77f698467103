// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.ListeningApp;
import dev.paastis.emulator.Router;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An app: its formation changes at once, its dynos follow. Safe for use by many threads.
 *
 * <p>The real router keeps requests waiting while dynos boot; this one shows the page of a boot
 * that took too long, so that whoever sends requests too early is found out.
 */
final class HostedApp {
  private static final String WEB = "web";
  private static final Duration ECO_SLEEPS_AFTER = Duration.ofMinutes(30);
  private static final int KEPT_LINES = 100;

  private volatile Identity identity;
  private final Site site;
  private final Map<String, ProcessRow> rows = new LinkedHashMap<>();
  private final List<Dyno> dynos = new ArrayList<>();
  private final Set<String> heldBack = new HashSet<>();
  private final Deque<String> routerLines = new ArrayDeque<>();
  private @Nullable ListeningApp listening;
  private @Nullable Answer startRefusal;
  private Boot boot = Boot.SUCCEEDS;
  private boolean maintenance;
  private boolean deleted;
  private long starts;
  private Instant lastRequest;

  /** An app that has run for a while, with all dynos of its formation up. */
  HostedApp(Identity identity, Collection<ProcessRow> formation, Site site) {
    this.identity = identity;
    this.site = site;
    this.lastRequest = site.clock().instant();
    for (ProcessRow row : formation) {
      rows.put(row.type(), row);
      IntStream.rangeClosed(1, row.quantity())
          .forEach(number -> dynos.add(new Dyno(row, number, Dyno.State.UP)));
    }
    price();
  }

  /** How dynos boot from now on. */
  enum Boot {
    SUCCEEDS,
    CRASHES,
    NEVER_ENDS
  }

  Identity identity() {
    return identity;
  }

  /** Renamed. */
  synchronized void become(Identity other) {
    site.bill().price(identity.name(), BigDecimal.ZERO);
    identity = other;
    price();
  }

  synchronized List<ProcessRow> formation() {
    return List.copyOf(rows.values());
  }

  synchronized List<Dyno> dynos() {
    return List.copyOf(dynos);
  }

  synchronized boolean maintenance() {
    return maintenance;
  }

  synchronized void maintain(boolean on) {
    maintenance = on;
    site.webhooks().app(this, "update");
  }

  synchronized void boots(Boot how) {
    boot = how;
  }

  synchronized void refuseStarts(@Nullable Answer answer) {
    startRefusal = answer;
  }

  /** That process type stays as it is, whatever is asked. */
  synchronized void holdBack(String type) {
    heldBack.add(type);
  }

  synchronized List<String> routerLines() {
    return List.copyOf(routerLines);
  }

  /** A deployment that brings a process type, or takes it away with its dynos. */
  synchronized void release(ProcessRow row, boolean present) {
    if (present) {
      rows.put(row.type(), row);
      settle(row.type());
    } else {
      rows.remove(row.type());
      dynos.removeIf(dyno -> dyno.type().equals(row.type()));
    }
    price();
  }

  /** Changes the rows that are named, all or none. */
  synchronized List<ProcessRow> scale(List<FormationUpdate> updates) {
    List<ProcessRow> next =
        updates.stream().map(update -> update.applyTo(row(update.type()))).toList();
    if (startRefusal != null && next.stream().anyMatch(this::grows)) {
      throw new ApiError(startRefusal);
    }
    long before = wanted();
    next.stream().filter(row -> !heldBack.contains(row.type())).forEach(this::change);
    starts += wanted() > before ? 1 : 0;
    price();
    return formation();
  }

  /** Orders that made the formation grow. */
  synchronized long starts() {
    return starts;
  }

  private long wanted() {
    return rows.values().stream().mapToLong(ProcessRow::quantity).sum();
  }

  /** Ends dynos; those that the formation wants come back. */
  synchronized void restart(String typeOrDyno) {
    leave(
        dynos.stream()
            .filter(Dyno::staying)
            .filter(dyno ->
                typeOrDyno.isEmpty()
                    || dyno.type().equals(typeOrDyno)
                    || dyno.name().equals(typeOrDyno))
            .toList());
    rows.keySet().forEach(this::settle);
  }

  /** All dynos of a type end by themselves. */
  synchronized void crash(String type) {
    staying(type).forEach(dyno -> become(dyno, Dyno.State.CRASHED));
    listenIfUp();
  }

  /** Eco dynos of an app without requests for long go to sleep, the worker with the web. */
  synchronized void idleIfQuiet() {
    boolean quiet =
        !site.clock().instant().isBefore(lastRequest.plus(ECO_SLEEPS_AFTER))
            && staying(WEB).stream().anyMatch(dyno -> dyno.size() == DynoSize.ECO);
    if (quiet) {
      dynos.stream()
          .filter(dyno -> dyno.staying() && dyno.state() == Dyno.State.UP)
          .forEach(dyno -> become(dyno, Dyno.State.IDLE));
      listenIfUp();
    }
  }

  synchronized void delete() {
    deleted = true;
    rows.clear();
    dynos.clear();
    listenIfUp();
    price();
  }

  /** What the router finds behind the app's host. */
  synchronized Router.Front front() {
    lastRequest = site.clock().instant();
    if (!maintenance && isUp(WEB)) {
      return new Router.Front.Up(listen().port());
    }
    RouterPages page = page();
    routerLines.addLast(page.line(Objects.requireNonNullElse(identity.host(), "")));
    if (routerLines.size() > KEPT_LINES) {
      routerLines.removeFirst();
    }
    dynos.stream().filter(dyno -> dyno.state() == Dyno.State.IDLE).forEach(this::start);
    return page.page();
  }

  private RouterPages page() {
    if (maintenance) {
      return RouterPages.H80;
    }
    if (rows.isEmpty()) {
      return RouterPages.H81;
    }
    ProcessRow web = rows.get(WEB);
    if (web == null || web.quantity() == 0) {
      return RouterPages.H14;
    }
    boolean crashed = staying(WEB).stream().anyMatch(dyno -> dyno.state() == Dyno.State.CRASHED);
    return crashed ? RouterPages.H10 : RouterPages.H20;
  }

  private ProcessRow row(String type) {
    ProcessRow row = rows.get(type);
    if (row == null) {
      throw ApiError.notFound("Couldn't find that process type (" + type + ").");
    }
    return row;
  }

  private boolean grows(ProcessRow next) {
    return next.quantity() > row(next.type()).quantity();
  }

  private void change(ProcessRow next) {
    ProcessRow before = row(next.type());
    rows.put(next.type(), next);
    site.webhooks().scaled(this, before, next);
    if (before.size() != next.size()) {
      leave(staying(next.type()));
    }
    settle(next.type());
  }

  private void settle(String type) {
    List<Dyno> staying = staying(type);
    int wanted = row(type).quantity();
    if (staying.size() > wanted) {
      leave(staying.subList(wanted, staying.size()));
    } else if (staying.size() < wanted) {
      site.timeline().after(site.pace().start(), () -> launch(type));
    }
  }

  private void leave(List<Dyno> leaving) {
    leaving.forEach(Dyno::leave);
    listenIfUp();
    site.timeline().after(site.pace().stop(), () -> remove(leaving));
  }

  private synchronized void remove(List<Dyno> ended) {
    if (dynos.removeAll(ended)) {
      ended.forEach(dyno -> site.webhooks().dyno(this, "destroy", dyno));
    }
  }

  /** The dynos appear; asked for again meanwhile or scaled away, only what is missing does. */
  private synchronized void launch(String type) {
    ProcessRow row = rows.get(type);
    for (int number = 1; row != null && staying(type).size() < row.quantity(); number++) {
      int free = number;
      if (staying(type).stream().noneMatch(dyno -> dyno.number() == free)) {
        Dyno dyno = new Dyno(row, number, Dyno.State.STARTING);
        dynos.add(dyno);
        site.webhooks().dyno(this, "create", dyno);
        site.timeline().after(site.pace().boot(), () -> booted(dyno));
      }
    }
  }

  private void start(Dyno dyno) {
    become(dyno, Dyno.State.STARTING);
    site.timeline().after(site.pace().boot(), () -> booted(dyno));
  }

  private synchronized void booted(Dyno dyno) {
    if (deleted || !dyno.staying() || boot == Boot.NEVER_ENDS) {
      return;
    }
    boolean crashes = boot == Boot.CRASHES && dyno.type().equals(WEB);
    become(dyno, crashes ? Dyno.State.CRASHED : Dyno.State.UP);
    listenIfUp();
  }

  private void become(Dyno dyno, Dyno.State state) {
    dyno.become(state);
    site.webhooks().dyno(this, "update", dyno);
  }

  private List<Dyno> staying(String type) {
    return dynos.stream().filter(dyno -> dyno.staying() && dyno.type().equals(type)).toList();
  }

  private boolean isUp(String type) {
    return staying(type).stream().anyMatch(dyno -> dyno.state() == Dyno.State.UP);
  }

  private void listenIfUp() {
    if (isUp(WEB)) {
      listen();
    } else if (listening != null) {
      listening.close();
      listening = null;
    }
  }

  /** Made when first needed: a large fleet that is up from the beginning takes no ports. */
  private ListeningApp listen() {
    ListeningApp now = listening;
    if (now == null) {
      now = ListeningApp.start(identity.name(), site.clock());
      listening = now;
    }
    return now;
  }

  private void price() {
    BigDecimal perHour =
        rows.values().stream()
            .map(row -> row.size().perHour().multiply(BigDecimal.valueOf(row.quantity())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    site.bill().price(identity.name(), perHour);
  }
}
