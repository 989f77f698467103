// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an app wrote: the current file, to which its processes append by themselves, and the rotated
 * ones {@code .1} (newest), {@code .2} and so on.
 *
 * <p>A process keeps the file it was given, so the file is rotated by copying it and cutting it to
 * nothing; because processes append, they go on at its new end. Bytes written between the last look
 * at the copy and the cut are lost: microseconds, once per rotation. Safe for use by many threads.
 */
final class Output {
  /** The most that is read for one answer. */
  private static final int READ_LIMIT_BYTES = 256 * 1024;

  /** Marks where a start's output begins; the rest of the line is for people. */
  private static final String START_MARK = "[paastis] start";

  /**
   * Escape sequences of terminals: control sequences, operating system commands, two-character
   * ones.
   *
   * @see <a
   *     href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</a>
   */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");

  private final Path current;
  private final LocalSettings settings;

  Output(String app, LocalSettings settings) {
    this.current = settings.stateFolder().resolve(app + ".log");
    this.settings = settings;
  }

  /** Where processes append. */
  Path file() {
    return current;
  }

  /** Notes a start, so that what follows can be told from what an earlier run wrote. */
  void markStart(String when) throws IOException {
    Files.writeString(current, START_MARK + " " + when + "\n", CREATE, APPEND);
  }

  /** The last lines, oldest first, as plain text. */
  synchronized List<String> tail(int lines) throws IOException {
    List<String> found = new ArrayList<>();
    int budget = READ_LIMIT_BYTES;
    for (int i = 0; i < settings.outputFiles() && found.size() < lines && budget > 0; i++) {
      byte[] end = end(numbered(i), budget);
      found.addAll(0, lines(end, end.length < budget));
      budget -= end.length;
    }
    return List.copyOf(found.subList(Math.max(0, found.size() - lines), found.size()));
  }

  /** The last lines of the last start. */
  String tailOfLastStart(int lines) throws IOException {
    List<String> all = tail(lines + 1);
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).startsWith(START_MARK)) {
        return String.join("\n", all.subList(i + 1, all.size()));
      }
    }
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  /** Rotates if the current file has reached its limit. */
  synchronized void rotate() throws IOException {
    if (!Files.exists(current) || Files.size(current) < settings.outputLimitBytes()) {
      return;
    }
    for (int i = settings.outputFiles() - 1; i > 1; i--) {
      if (Files.exists(numbered(i - 1))) {
        Files.move(numbered(i - 1), numbered(i), REPLACE_EXISTING);
      }
    }
    try (var from = FileChannel.open(current, READ, WRITE)) {
      if (settings.outputFiles() > 1) {
        copy(from, numbered(1));
      }
      from.truncate(0);
    }
  }

  /** Copies the end up to the limit: a file may have grown far beyond it since the last look. */
  private void copy(FileChannel from, Path to) throws IOException {
    long at = Math.max(0, from.size() - settings.outputLimitBytes());
    try (var copy = FileChannel.open(to, CREATE, WRITE, TRUNCATE_EXISTING)) {
      while (at < from.size()) {
        at += from.transferTo(at, from.size() - at, copy);
      }
    }
  }

  private Path numbered(int number) {
    return number == 0 ? current : current.resolveSibling(current.getFileName() + "." + number);
  }

  private static byte[] end(Path file, int limit) throws IOException {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (var from = FileChannel.open(file, READ)) {
      long start = Math.max(0, from.size() - limit);
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(from.size() - start));
      while (bytes.hasRemaining() && from.read(bytes, start + bytes.position()) >= 0) {
        // until the buffer is full or the file was cut
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** Malformed UTF-8 becomes replacement characters; a first line cut in two is left out. */
  private static List<String> lines(byte[] bytes, boolean whole) {
    List<String> lines = new ArrayList<>();
    for (String line : new String(bytes, UTF_8).split("\n", -1)) {
      lines.add(plain(line));
    }
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    if (!whole && !lines.isEmpty()) {
      lines.removeFirst();
    }
    return lines;
  }

  /** As a terminal would leave it: without colours, and what a carriage return overwrote. */
  private static String plain(String line) {
    String text = ESCAPE.matcher(line).replaceAll("");
    int end = text.endsWith("\r") ? text.length() - 1 : text.length();
    text = text.substring(text.lastIndexOf('\r', end - 1) + 1, end);
    return CONTROL.matcher(text).replaceAll("");
  }
}
