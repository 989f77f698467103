// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import dev.paastis.schedule.Ticker;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for every exchange, by a thread of its own. Who adds a line never waits: past
 * {@link #MOST_WAITING} lines, or when the disk refuses them, lines are lost, counted and told of.
 * A file that was renamed or removed is opened anew under its name within a second, so that
 * logrotate and its like need no signal. Safe for use by many threads.
 */
public final class AccessLog implements AutoCloseable {
  /** A judgement: a second of a busy gateway, some 20 MB. */
  static final int MOST_WAITING = 65_536;

  private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LAST_LINES = Duration.ofSeconds(5);
  private static final long LOOK_AT_FILE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long TELL_NANOS = Duration.ofMinutes(1).toNanos();

  private final @Nullable Path file;
  private final AccessFormat format;
  private final boolean queries;
  private final Ticker ticker;
  private final Queue<AccessLine> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger(); // a queue does not know its size
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private OutputStream out;
  private @Nullable Object fileKey;
  private volatile boolean closing;
  private long lookedNanos;
  private long toldNanos;
  private long toldDropped;

  private AccessLog(Target target, Ticker ticker) throws IOException {
    this.file = target.file();
    this.format = target.format();
    this.queries = target.queries();
    this.ticker = ticker;
    this.lookedNanos = ticker.nanos();
    this.toldNanos = lookedNanos - TELL_NANOS;
    this.out = opened(file);
    this.fileKey = keyOf(file);
    this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
  }

  /**
   * Where lines go, and how.
   *
   * @param file appended to, made if need be; {@code null} for standard output
   * @param queries whether queries are written; they may hold what their owners want to keep
   */
  public record Target(@Nullable Path file, AccessFormat format, boolean queries) {}

  /**
   * Opens a log, to be closed after the gateway.
   *
   * @throws IOException when the file cannot be written
   */
  public static AccessLog open(Target target, Ticker ticker) throws IOException {
    AccessLog log = new AccessLog(target, ticker);
    log.writer.start();
    return log;
  }

  void add(AccessLine line) {
    if (waiting.get() >= MOST_WAITING) {
      dropped.incrementAndGet();
    } else {
      waiting.incrementAndGet();
      lines.add(line);
    }
  }

  /** How many lines were lost. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what waits, for a few seconds at most, and ends. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!writer.join(LAST_LINES)) {
        LOG.log(System.Logger.Level.WARNING, "the access log is too slow: its last lines are lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the thread that writes

  private void run() {
    boolean last;
    do {
      last = closing;
      try {
        reopenIfMoved();
        writeAll();
      } catch (IOException | RuntimeException e) {
        dropped.incrementAndGet(); // the line that was on its way
        tell(e);
      }
      tellDropped();
      if (!last) {
        ticker.park(LOOK);
      }
    } while (!last);
    closeFile();
  }

  private void writeAll() throws IOException {
    StringBuilder text = new StringBuilder(512);
    for (AccessLine line = lines.poll(); line != null; line = lines.poll()) {
      waiting.decrementAndGet();
      text.setLength(0);
      format.write(line, queries, text);
      text.append('\n');
      out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  private void reopenIfMoved() throws IOException {
    long now = ticker.nanos();
    if (file == null || now - lookedNanos < LOOK_AT_FILE_NANOS) {
      return;
    }
    lookedNanos = now;
    if (!Objects.equals(keyOf(file), fileKey)) {
      closeFile();
      out = opened(file);
      fileKey = keyOf(file);
    }
  }

  private void closeFile() {
    try (OutputStream old = out) {
      old.flush();
    } catch (IOException e) {
      tell(e);
    }
  }

  private void tellDropped() {
    if (dropped.get() > toldDropped) {
      tell(null);
    }
  }

  private void tell(@Nullable Exception why) {
    long now = ticker.nanos();
    if (now - toldNanos < TELL_NANOS) {
      return;
    }
    toldNanos = now;
    long lost = dropped.get();
    LOG.log(
        System.Logger.Level.WARNING,
        "the access log has lost {0} lines since it was last told: {1}",
        lost - toldDropped,
        why == null ? "they come faster than they are written" : why.toString());
    toldDropped = lost;
  }

  private static OutputStream opened(@Nullable Path file) throws IOException {
    if (file == null) {
      return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 65_536);
    }
    return new BufferedOutputStream(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 65_536);
  }

  /** What tells a file from another of the same name; {@code null} when there is none. */
  private static @Nullable Object keyOf(@Nullable Path file) throws IOException {
    try {
      return file == null ? null : Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
