// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.app.SpaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateways that the engine knows, in a file of its data folder: after a restart it waits for
 * them to come back before anything of theirs falls asleep, since it cannot know what they saw
 * meanwhile. Safe for use by many threads. A file that cannot be written or read costs that wait.
 */
public final class GatewayRoll {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayRoll.class);

  private final Path file;
  private List<Entry> written = List.of();

  /** Kept in that file. */
  public GatewayRoll(Path file) {
    this.file = file;
  }

  /**
   * A gateway.
   *
   * @param id identifies it
   * @param space whose apps it serves
   * @param name what it calls itself
   */
  record Entry(UUID id, SpaceId space, String name) {
    private String line() {
      return id + " " + space + " " + name.replaceAll("\\R", " ");
    }

    private static Stream<Entry> of(String line) {
      String[] words = line.split(" ", 3);
      try {
        return Stream.of(
            new Entry(UUID.fromString(words[0]), new SpaceId(UUID.fromString(words[1])), words[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        LOG.warn("a line of the file of gateways cannot be read and is passed over: {}", line);
        return Stream.empty();
      }
    }
  }

  synchronized List<Entry> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      written = lines.flatMap(Entry::of).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.warn("the gateways of an earlier run cannot be read from {}: {}", file, e.getMessage());
    }
    return written;
  }

  synchronized void write(List<Entry> entries) {
    if (entries.equals(written)) {
      return;
    }
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, entries.stream().map(Entry::line).toList());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = entries;
    } catch (IOException e) {
      LOG.warn("the gateways cannot be written to {}: {}", file, e.getMessage());
    }
  }
}
