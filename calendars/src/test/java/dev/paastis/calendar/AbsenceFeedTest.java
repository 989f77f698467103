// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsenceFeedTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2027-05-01T12:00:00Z"));
  private static final LocalDate BRIDGE = LocalDate.of(2027, 5, 7);

  @TempDir Path folder;
  private HttpServer server;
  private final BlockingQueue<Map<String, List<String>>> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile Answer answer = exchange -> send(exchange, 404, "");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestHeaders());
          answer.to(exchange);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void a_feed_is_read_and_asked_for_by_its_tag_the_next_time() throws Exception {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("ETag", "\"1\"");
          exchange.getResponseHeaders().add("Last-Modified", "Fri, 30 Apr 2027 10:00:00 GMT");
          boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
          send(exchange, known ? 304 : 200, known ? "" : calendar("20270507"));
        };
    AbsenceFeed feed = feed();
    assertThat(feed.dayOff(BRIDGE)).isEmpty();
    long before = feed.version();

    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    assertThat(feed.problem()).isEmpty();
    assertThat(feed.answeredAt()).contains(CLOCK.instant());
    assertThat(feed.version()).isGreaterThan(before);
    assertThat(requests.take()).doesNotContainKey("If-none-match");

    long read = feed.version();
    feed.refresh();
    assertThat(requests.take())
        .containsEntry("If-none-match", List.of("\"1\""))
        .containsEntry("If-modified-since", List.of("Fri, 30 Apr 2027 10:00:00 GMT"));
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    assertThat(feed.version()).isEqualTo(read);
  }

  @Test
  void a_change_of_the_feed_changes_days_and_version() {
    answer = exchange -> send(exchange, 200, calendar("20270507"));
    AbsenceFeed feed = feed();
    feed.refresh();
    long before = feed.version();
    answer = exchange -> send(exchange, 200, calendar("20270508"));
    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).isEmpty();
    assertThat(feed.dayOff(BRIDGE.plusDays(1))).contains("Bridge");
    assertThat(feed.version()).isGreaterThan(before);
  }

  @Test
  void a_broken_feed_leaves_the_last_good_copy_which_survives_a_restart() {
    answer = exchange -> send(exchange, 200, calendar("20270507"));
    feed().refresh();

    answer = exchange -> send(exchange, 200, "<html>Sign in</html>");
    AbsenceFeed feed = feed();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    assertThat(feed.problem())
        .contains(
            "Feed http://localhost/...: it is no iCalendar (BEGIN:VCALENDAR is missing) (the last"
                + " good copy counts)");

    answer = exchange -> send(exchange, 200, calendar("20270507"));
    feed.refresh();
    assertThat(feed.problem()).isEmpty();
  }

  @Test
  void an_unreachable_feed_is_told_and_the_copy_counts() {
    answer = exchange -> send(exchange, 200, calendar("20270507"));
    AbsenceFeed feed = feed();
    feed.refresh();
    server.stop(0);
    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    assertThat(feed.problem()).get().asString().contains("cannot be read").contains("last good");
  }

  @Test
  void an_error_of_the_server_is_told() {
    AbsenceFeed feed = feed();
    feed.refresh();
    assertThat(feed.problem()).contains("Feed http://localhost/...: it answers 404");
    assertThat(feed.answeredAt()).isEmpty();
  }

  @Test
  void a_feed_that_is_too_large_is_not_read() {
    answer = exchange -> send(exchange, 200, "x".repeat(FeedDownload.LARGEST + 1));
    AbsenceFeed feed = feed();
    feed.refresh();
    assertThat(feed.problem()).get().asString().contains("cannot be read");
  }

  @Test
  void a_feed_that_trickles_in_is_given_up() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("BEGIN:".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          awaitEnd();
        };
    AbsenceFeed feed = feed(Duration.ofSeconds(1));
    feed.refresh();
    assertThat(feed.problem()).get().asString().contains("it did not answer within 1 s");
  }

  @Test
  void a_redirect_on_the_same_scheme_is_followed() {
    answer =
        exchange -> {
          boolean first = exchange.getRequestURI().getPath().equals("/secret.ics");
          exchange.getResponseHeaders().add("Location", "/moved.ics");
          send(exchange, first ? 302 : 200, first ? "" : calendar("20270507"));
        };
    AbsenceFeed feed = feed();
    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "http://192.0.2.1/x", "ftp://localhost/", "gopher:x"})
  void a_redirect_to_another_scheme_is_not_followed(String location) {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", location);
          send(exchange, 302, "");
        };
    AbsenceFeed feed = feed();
    feed.refresh();
    assertThat(feed.problem()).get().asString().contains("which is not followed");
  }

  @Test
  void endless_redirects_end() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/again");
          send(exchange, 307, "");
        };
    AbsenceFeed feed = feed();
    feed.refresh();
    assertThat(feed.problem()).get().asString().contains("redirects more than 5 times");
  }

  @Test
  void an_address_that_is_not_allowed_is_not_asked() {
    AbsenceFeed feed = new AbsenceFeed(address(), PARIS, folder, CLOCK, _ -> false);
    feed.refresh();
    assertThat(feed.problem()).get().asString().contains("not allowed");
    assertThat(requests).isEmpty();
  }

  @Test
  void a_copy_that_was_damaged_is_told_and_got_anew() throws IOException {
    answer = exchange -> send(exchange, 200, calendar("20270507"));
    feed().refresh();
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "\"1\"\n\nnothing");
    }
    AbsenceFeed feed = feed();
    assertThat(feed.problem()).get().asString().contains("copy on disk cannot be read");
    feed.refresh();
    assertThat(feed.problem()).isEmpty();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
  }

  @Test
  void a_folder_that_cannot_be_written_is_told_and_the_feed_counts() throws IOException {
    answer = exchange -> send(exchange, 200, calendar("20270507"));
    Path file = Files.createFile(folder.resolve("file"));
    AbsenceFeed feed = new AbsenceFeed(address(), PARIS, file, CLOCK, _ -> true);
    feed.refresh();
    assertThat(feed.dayOff(BRIDGE)).contains("Bridge");
    assertThat(feed.problem()).get().asString().contains("would not survive a restart");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/a.ics",
        "file:///etc/passwd",
        "https://user:pass@example.org/a.ics",
        "example.org/a.ics",
        "https://exa mple"
      })
  void an_address_that_may_not_be_asked_is_refused(String address) {
    assertThatThrownBy(() -> new AbsenceFeed(address, PARIS, folder, CLOCK, _ -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write https://")
        .hasMessageNotContainingAny("pass@", "a.ics");
  }

  @Test
  void calendars_own_scheme_is_https_and_the_path_is_not_shown() {
    URI address = FeedAddress.of("webcal://example.org/secret/a.ics");
    assertThat(address).isEqualTo(URI.create("https://example.org/secret/a.ics"));
    assertThat(new AbsenceFeed("webcal://example.org/secret", PARIS, folder, CLOCK, _ -> true))
        .hasToString("https://example.org/...");
  }

  private String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/secret.ics";
  }

  private AbsenceFeed feed() {
    return feed(Duration.ofSeconds(20));
  }

  private AbsenceFeed feed(Duration timeout) {
    FeedDownload download = new FeedDownload(timeout, _ -> true);
    return new AbsenceFeed(FeedAddress.of(address()), PARIS, folder, CLOCK, download);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String calendar(String date) {
    return """
    BEGIN:VCALENDAR
    VERSION:2.0
    BEGIN:VEVENT
    SUMMARY:Bridge
    DTSTART;VALUE=DATE:%s
    END:VEVENT
    END:VCALENDAR
    """
        .formatted(date);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }
}
