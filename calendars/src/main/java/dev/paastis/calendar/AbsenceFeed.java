// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import dev.paastis.schedule.DayCalendar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Days off from an iCalendar feed: shut-downs and absences that people keep in a calendar. The feed
 * is asked only by {@link #refresh}; between, and while it cannot be reached or read, the last good
 * copy counts, which is kept on disk as well. Days from 13 months ago to 26 months ahead are known.
 * Safe for use by many threads.
 */
public final class AbsenceFeed implements DayCalendar {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MONTHS_BACK = 13;
  private static final int MONTHS_AHEAD = 26;

  private final URI address;
  private final ZoneId zone;
  private final Path file;
  private final InstantSource clock;
  private final FeedDownload download;
  private @Nullable FeedCopy copy;
  private volatile State state = new State(Map.of(), 0, null, List.of());

  /**
   * Creates the feed from the copy on disk, if there is one, without asking for it.
   *
   * @param address {@code https://}, {@code webcal://} for the same, or {@code http://} to this
   *     machine
   * @param zone of events that are given in UTC
   * @param folder for copies, shared by all feeds; made when needed
   * @param clock tells which days are near
   * @param allowed whether an address may be connected to, asked for each redirect as well
   * @throws IllegalArgumentException if the address is none that may be asked
   */
  public AbsenceFeed(
      String address, ZoneId zone, Path folder, InstantSource clock, Predicate<URI> allowed) {
    this(FeedAddress.of(address), zone, folder, clock, new FeedDownload(TIMEOUT, allowed));
  }

  AbsenceFeed(URI address, ZoneId zone, Path folder, InstantSource clock, FeedDownload download) {
    this.address = address;
    this.zone = zone;
    this.file = FeedCopy.file(folder, address);
    this.clock = clock;
    this.download = download;
    restore();
  }

  @Override
  public Optional<String> dayOff(LocalDate date) {
    return Optional.ofNullable(state.days().get(date));
  }

  @Override
  public long version() {
    return state.version();
  }

  /** What is wrong with the feed, for people; empty when its last answer counts as it is. */
  public Optional<String> problem() {
    List<String> problems = state.problems();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of("Feed " + this + ": " + String.join("; ", problems));
  }

  /** When the feed last answered with what counts, in the life of this object. */
  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(state.answeredAt());
  }

  /**
   * Asks for the feed again and takes over its days; blocks for at most some seconds per redirect.
   * Never throws for what the feed does: {@link #problem} tells.
   */
  public synchronized void refresh() {
    List<String> problems = new ArrayList<>();
    @Nullable Instant answered = state.answeredAt();
    try {
      FeedCopy kept = copy;
      FeedCopy fresh = download.get(address, kept);
      if (fresh != null && !fresh.equals(kept)) {
        read(fresh); // what cannot be read must not take the good one's place
        copy = fresh;
        keep(fresh, problems);
      }
      answered = clock.instant();
    } catch (IOException e) {
      problems.add(e.getMessage() + (copy == null ? "" : " (the last good copy counts)"));
    }
    publish(problems, answered);
  }

  private void restore() {
    List<String> problems = new ArrayList<>();
    try {
      FeedCopy kept = FeedCopy.read(file);
      if (kept != null) {
        read(kept); // only one that can be read may answer for the feed when it says "not modified"
        copy = kept;
      }
    } catch (IOException e) {
      problems.add("its copy on disk cannot be read: " + e.getMessage());
    }
    publish(problems, null);
  }

  private void keep(FeedCopy fresh, List<String> problems) {
    try {
      fresh.write(file);
    } catch (IOException e) {
      problems.add("its copy cannot be kept on disk, so it would not survive a restart: " + e);
    }
  }

  /** Counts the copy's days anew, as the days that are near move on. */
  private void publish(List<String> problems, @Nullable Instant answered) {
    Map<LocalDate, String> days = state.days();
    if (copy != null) {
      try {
        Absences absences = read(copy);
        days = absences.days();
        problems.addAll(absences.problems());
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
    long version = days.equals(state.days()) ? state.version() : state.version() + 1;
    state = new State(days, version, answered, List.copyOf(problems));
  }

  private Absences read(FeedCopy text) throws IOException {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    return new AbsenceReader(zone, today.minusMonths(MONTHS_BACK), today.plusMonths(MONTHS_AHEAD))
        .read(text.text());
  }

  /** The feed's host; its path is kept to itself. */
  @Override
  public String toString() {
    return FeedAddress.told(address);
  }

  private record State(
      Map<LocalDate, String> days,
      long version,
      @Nullable Instant answeredAt,
      List<String> problems) {}
}
