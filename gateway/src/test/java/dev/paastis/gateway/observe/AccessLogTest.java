// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogTest {
  private static final Instant THEN = Instant.parse("2026-11-20T21:04:31.25Z");

  @TempDir private Path folder;

  private static AccessLine line(String uri, String agent) {
    return new AccessLine(
        THEN,
        "203.0.113.7",
        "hello.localhost",
        "hello",
        "GET",
        uri,
        Protocol.HTTP_1,
        200,
        Way.HELD,
        0,
        42,
        1_234_567_890L,
        1_000_000_000L,
        "abc",
        agent,
        "https://example.org/from?secret=1");
  }

  private static String written(AccessFormat format, boolean queries, AccessLine line) {
    StringBuilder text = new StringBuilder();
    format.write(line, queries, text);
    return text.toString();
  }

  @Test
  void json_says_everything_but_queries() {
    assertThat(written(AccessFormat.JSON, false, line("/a?token=1", "curl/8")))
        .isEqualTo(
            "{\"time\":\"2026-11-20T21:04:31.250Z\",\"id\":\"abc\",\"client\":\"203.0.113.7\","
                + "\"host\":\"hello.localhost\",\"app\":\"hello\",\"method\":\"GET\",\"path\":\"/a\","
                + "\"protocol\":\"h1\",\"status\":200,\"way\":\"held\",\"bytesIn\":0,\"bytesOut\":42,"
                + "\"millis\":1234.567,\"holdMillis\":1000.000,\"agent\":\"curl/8\","
                + "\"referrer\":\"https://example.org/from\"}");
    assertThat(written(AccessFormat.JSON, true, line("/a?token=1", "curl/8")))
        .contains("\"path\":\"/a?token=1\"", "from?secret=1");
  }

  @Test
  void common_and_combined_are_as_everywhere() {
    String common = "203.0.113.7 - - [20/Nov/2026:21:04:31 +0000] \"GET /a HTTP/1.1\" 200 42";
    assertThat(written(AccessFormat.COMMON, false, line("/a?b", "curl/8"))).isEqualTo(common);
    assertThat(written(AccessFormat.COMBINED, false, line("/a?b", "curl/8")))
        .isEqualTo(common + " \"https://example.org/from\" \"curl/8\"");
  }

  @Test
  void nothing_a_client_sends_ends_a_line_or_a_quote() {
    AccessLine evil = line("/\n\r\"\\\u001b[31m\u0085\u2028", "\"} {\n\u00e9");
    for (AccessFormat format : AccessFormat.values()) {
      String text = written(format, true, evil);
      assertThat(text).as(format.name()).matches("[ -~]+").doesNotContain("} {\"\n");
    }
    assertThat(written(AccessFormat.COMBINED, true, evil))
        .contains("/\\x0a\\x0d\\\"\\\\\\x1b[31m\\x85\\u2028", "\"\\\"} {\\x0a\\xe9\"");
    assertThat(written(AccessFormat.JSON, true, evil))
        .contains("/\\u000a\\u000d\\\"\\\\\\u001b[31m\\u0085\\u2028");
  }

  private AccessLog open(Path file) throws IOException {
    return AccessLog.open(new AccessLog.Target(file, AccessFormat.COMMON, false), Ticker.system());
  }

  @Test
  void lines_are_appended_and_the_last_is_written_before_it_closes() throws IOException {
    Path file = folder.resolve("access.log");
    Files.writeString(file, "before\n");
    try (AccessLog log = open(file)) {
      for (int i = 0; i < 1_000; i++) {
        log.add(line("/" + i, "x"));
      }
    }

    assertThat(Files.readAllLines(file)).hasSize(1_001).last().asString().contains("GET /999 ");
  }

  @Test
  void renamed_file_is_made_anew() throws IOException {
    Path file = folder.resolve("access.log");
    Path rotated = folder.resolve("access.log.1");
    try (AccessLog log = open(file)) {
      log.add(line("/before", "x"));
      await().until(() -> Files.readString(file).contains("/before"));
      Files.move(file, rotated);
      await().until(() -> Files.exists(file));
      log.add(line("/after", "x"));
      await().until(() -> Files.readString(file).contains("/after"));
    }

    assertThat(rotated).content().contains("/before").doesNotContain("/after");
  }

  @Test
  void folder_that_goes_and_comes_back_is_written_to_again() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = inner.resolve("access.log");
    try (AccessLog log = open(file)) {
      Files.delete(file);
      Files.delete(inner);
      await().until(() -> log.dropped() > 0);
      Files.createDirectory(inner);
      await().until(() -> Files.exists(file));
      log.add(line("/again", "x"));
      await().until(() -> Files.readString(file).contains("/again"));
    }
  }

  @Test
  void file_that_cannot_be_written_is_told_at_once() {
    Path file = folder.resolve("nowhere").resolve("access.log");

    assertThatThrownBy(() -> open(file)).isInstanceOf(NoSuchFileException.class);
  }
}
