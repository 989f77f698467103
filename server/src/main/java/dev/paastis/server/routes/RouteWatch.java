// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.routes;

import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.loop.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
  private final RouteNews news;
  private final Ticker ticker;
  private volatile @Nullable Loop loop;

  /** What the file was like when it was read, and at the last look; for the loop alone. */
  private String read = "";

  private String before = "";

  /** Watches the file of that desk, and has the news of it kept. */
  public RouteWatch(RouteDesk desk, RouteNews news, Ticker ticker) {
    this.desk = desk;
    this.news = news;
    this.ticker = ticker;
  }

  @Override
  public void start() {
    read = stamp(desk.source().file());
    before = read;
    loop = Loop.every(EVERY, "routes", ticker, this::look);
  }

  @Override
  public void stop() {
    Loop running = loop;
    if (running != null) {
      running.close();
      loop = null;
    }
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }

  private void look() {
    String now = stamp(desk.source().file());
    if (now.equals(before) && !now.equals(read)) {
      reload();
      read = now;
    }
    before = now;
    desk.tellWarnings();
    news.look(desk.source().file(), desk.state().problems()); // of whoever had them read
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
