// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static final String HEROKU =
      "<158>1 2026-11-20T12:00:00.000000+00:00 host heroku router - at=info method=GET"
          + " path=\"/cart?id=1\" host=shop.herokuapp.com request_id=8601b555 fwd=\"203.0.113.9,"
          + " 10.0.0.1\" dyno=web.1 connect=1ms service=18ms status=200 bytes=13 protocol=https";

  @Test
  void router_line_of_heroku_tells_of_a_visit() {
    assertThat(LogLine.visit(HEROKU))
        .isEqualTo(new Visit("shop.herokuapp.com", "/cart?id=1", null, "203.0.113.9"));
  }

  @Test
  void router_line_with_agent_and_structured_data_tells_of_a_visit() {
    String line =
        "<158>1 2026-11-20T12:00:00Z shop router router - [a b=\"]\"] method=GET path=\"/\""
            + " host=shop.osc-fr1.scalingo.io from=\"203.0.113.9\" status=200"
            + " user_agent=\"Mozilla/5.0 (\\\"X\\\")\"";

    assertThat(LogLine.visit(line))
        .isEqualTo(
            new Visit("shop.osc-fr1.scalingo.io", "/", "Mozilla/5.0 (\"X\")", "203.0.113.9"));
  }

  @Test
  void access_line_tells_of_a_visit_with_or_without_host() {
    String common = "203.0.113.9 - ada [20/Nov/2026:12:00:00 +0000] \"GET /a?b HTTP/1.1\" 200 12";
    String combined = " \"https://x/\" \"Mozilla/5.0\"";

    assertThat(LogLine.visit(common)).isEqualTo(new Visit(null, "/a?b", null, "203.0.113.9"));
    assertThat(LogLine.visit("shop.example:443 " + common + combined))
        .isEqualTo(new Visit("shop.example:443", "/a?b", "Mozilla/5.0", "203.0.113.9"));
    assertThat(LogLine.visit("<190>1 2026-11-20T12:00:00Z h nginx - - - " + common))
        .isEqualTo(new Visit(null, "/a?b", null, "203.0.113.9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"host\":\"h.example\",\"method\":\"GET\",\"uri\":\"/a\",\"remote_addr\":\"203.0.113.9\","
            + "\"user_agent\":\"curl/8\"}",
        "{\"request\":{\"remote_ip\":\"203.0.113.9\",\"method\":\"GET\",\"host\":\"h.example\","
            + "\"uri\":\"/a\",\"headers\":{\"User-Agent\":[\"curl/8\"]}},\"status\":200}",
        "{\"request_method\":\"GET\",\"http_host\":\"h.example\",\"url\":\"https://h.example/a\","
            + "\"client_ip\":\"203.0.113.9\",\"http_user_agent\":\"curl/8\"}"
      })
  void line_in_json_tells_of_a_visit(String line) {
    assertThat(LogLine.visit(line))
        .isEqualTo(new Visit("h.example", "/a", "curl/8", "203.0.113.9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "anything",
        "{\"level\":\"info\",\"msg\":\"path /a\"}",
        "[1,2",
        "<40>1 2026-11-20T12:00:00Z host app web.1 - method=GET path=/ host=h",
        "<40>1 2026-11-20T12:00:00Z host app web.1 - 1.2.3.4 - - [x] \"GET / HTTP/1.1\" 200 1",
        "<45>1 2026-11-20T12:00:00Z host heroku web.1 - State changed from starting to up",
        "<158>1 2026-11-20T12:00:00Z host heroku router - at=error desc=\"no method\"",
        "1.2.3.4 - - [20/Nov/2026:12:00:00 +0000] \"\\x16\\x03\" 400 1",
        "h 1.2.3.4 - - [x] \"GET / HTTP/1.1\" 200 1 \"-\" \"kube-probe/1.31\""
      })
  void output_of_apps_checks_of_health_and_anything_else_tell_of_none(String line) {
    assertThat(LogLine.visit(line)).isNull();
  }

  @Test
  void random_bytes_never_fail_and_are_bounded() {
    Random random = new Random(20261120);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      feed(bytes, random.nextBoolean());
    }
  }

  @Test
  void lines_with_random_changes_never_fail() {
    Random random = new Random(1);
    List<String> seeds =
        List.of(
            HEROKU,
            "120 " + HEROKU,
            "a 1.2.3.4 - - [x] \"GET /a HTTP/1.1\" 200 1 \"-\" \"b\"",
            "{\"request\":{\"method\":\"GET\",\"uri\":\"/\",\"headers\":{\"User-Agent\":[\"a\"]}}}",
            "<1>1 - - - - - [a b=\"c\\]\"]");
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes =
          seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            "\"\\[]{}<>= \n09:,".getBytes(StandardCharsets.UTF_8)[random.nextInt(15)];
      }
      feed(bytes, random.nextBoolean());
    }
  }

  private static void feed(byte[] bytes, boolean counted) {
    assertThatCode(
            () -> {
              Frames frames = new Frames(new ByteArrayInputStream(bytes), counted);
              for (String line = frames.next(); line != null; line = frames.next()) {
                assertThat(line.length()).isLessThanOrEqualTo(Frames.LONGEST);
                var _ = LogLine.visit(line);
              }
            })
        .as(() -> new String(bytes, StandardCharsets.ISO_8859_1))
        .doesNotThrowAnyException();
  }

  @Test
  void counted_and_ended_messages_may_follow_each_other() throws IOException {
    assertThat(messages("5 a\nb c3 <1>line\n\n0 12 twelve bytes", true))
        .containsExactly("a\nb c", "<1>", "line", "", "", "twelve bytes");
    assertThat(messages("10.0.0.1 - x\n5 hello", false)).containsExactly("10.0.0.1 - x", "5 hello");
  }

  @Test
  void message_that_is_too_long_is_cut_and_the_next_is_read() throws IOException {
    String big = "x".repeat(Frames.LONGEST + 10);

    assertThat(messages(big.length() + " " + big + "2 ok" + big + "\nfine", true))
        .extracting(String::length)
        .containsExactly(Frames.LONGEST, 2, Frames.LONGEST, 4);
    assertThat(messages("999999 short", true)).containsExactly("short");
  }

  private static List<String> messages(String text, boolean counted) throws IOException {
    Frames frames =
        new Frames(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), counted);
    List<String> all = new ArrayList<>();
    for (String next = frames.next(); next != null; next = frames.next()) {
      all.add(next);
    }
    return all;
  }
}
