// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.util.Arrays;

/**
 * What is measured, and the bar: our figure against nginx's, save where the case says otherwise.
 */
enum Case {
  SMALL("small", "200-byte answer, keep-alive, 64 connections", Kind.PLAIN, 1.0),
  LARGE("large", "64 KiB answer, keep-alive, 64 connections", Kind.PLAIN, 0.9),
  UPLOAD("upload", "1 MiB upload, keep-alive, 16 connections", Kind.PLAIN, 0.9),
  TLS("tls", "200-byte answer, TLS, keep-alive, 64 connections", Kind.SECURE, 0.9),
  TLS_NEW("tls-new", "200-byte answer, TLS, a new connection for each", Kind.SECURE, 0.7),
  HTTP2("http2", "200-byte answer, HTTP/2 over TLS, 100 streams", Kind.SECURE, 1.0),
  ROUTES("routes", "200-byte answer, 10,000 routes against 10", Kind.ROUTES, 0.95),
  SOCKETS("sockets", "10,000 idle WebSockets, resident memory of each", Kind.SOCKETS, 10);

  /** How a case is measured. */
  enum Kind {
    PLAIN,
    SECURE,
    ROUTES,
    SOCKETS
  }

  private final String word;
  private final String title;
  private final Kind kind;
  private final double bar;

  Case(String word, String title, Kind kind, double bar) {
    this.word = word;
    this.title = title;
    this.kind = kind;
    this.bar = bar;
  }

  static Case named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("no case '%s'; there are: %s".formatted(word, words())));
  }

  static String words() {
    return String.join(", ", Arrays.stream(values()).map(Case::word).toList());
  }

  String word() {
    return word;
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  /** The least ratio to the reference; of {@link #SOCKETS} the most KiB. */
  double bar() {
    return bar;
  }

  /** The bar as it is written. */
  String barText() {
    return switch (kind) {
      case SOCKETS -> "at most %.0f KiB".formatted(bar);
      case ROUTES -> "at least %.2f of the same proxy with 10 routes".formatted(bar);
      case PLAIN, SECURE ->
          "at least %.2f of nginx".formatted(bar)
              + (this == SMALL ? ", p99 at most %.2f of nginx".formatted(MOST_P99) : "");
    };
  }

  /** Of {@link #SMALL}: the most that the 99th percentile may be of nginx's. */
  static final double MOST_P99 = 1.1;

  /** Where the path leads at the origin: to 200 bytes, 64 KiB, or the reader of uploads. */
  String path() {
    return this == LARGE ? "/64k" : "/";
  }

  String host() {
    return this == UPLOAD ? Lab.UPLOAD_HOST : Lab.HOST;
  }

  /** How long the answer is. */
  int answerBytes() {
    return switch (this) {
      case LARGE -> Lab.LARGE_BYTES;
      case UPLOAD -> 0;
      case SMALL, TLS, TLS_NEW, HTTP2, ROUTES, SOCKETS -> Lab.SMALL_BYTES;
    };
  }
}
