// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.routes;

import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has the routes read again once their file has changed and then stayed the same for a moment: an
 * editor may write it in parts. It looks every second, as no notification reaches through mounted
 * folders and links that are put elsewhere.
 */
public final class RouteWatch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final RouteDesk desk;
  private final Ticker ticker;
  private volatile Thread thread = new Thread();

  /** Watches the file of that desk. */
  public RouteWatch(RouteDesk desk, Ticker ticker) {
    this.desk = desk;
    this.ticker = ticker;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("routes").start(this::watch);
  }

  @Override
  public void stop() {
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void watch() {
    String read = stamp(desk.source().file());
    String before = read;
    try {
      while (true) {
        ticker.pause(EVERY);
        String now = stamp(desk.source().file());
        if (now.equals(before) && !now.equals(read)) {
          reload();
          read = now;
        }
        before = now;
        desk.tellWarnings();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload() {
    try {
      var _ = desk.reload();
    } catch (ConfigurationException e) {
      LOG.debug("told by the desk already", e);
    } catch (RuntimeException e) {
      LOG.error("reading the routes again broke; those before stay in force", e);
    }
  }

  /** Different after each change; of a file that is gone, empty. */
  private static String stamp(Path file) {
    try {
      BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
      return of.lastModifiedTime() + " " + of.size() + " " + of.fileKey();
    } catch (IOException e) {
      return "";
    }
  }
}
