// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each input that is kept, odd or hostile, once: the promises of the fuzzer hold for it. */
class CorpusTest {
  static Stream<Path> http1() throws IOException {
    return files("Http1Fuzz");
  }

  static Stream<Path> http2() throws IOException {
    return files("Http2Fuzz");
  }

  private static Stream<Path> files(String target) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("src/test/resources/corpus", target))) {
      List<Path> sorted = all.sorted().toList();
      return sorted.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("http1")
  void request_of_http_1_means_one_thing(Path input) throws IOException {
    Http1Fuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }

  @ParameterizedTest
  @MethodSource("http2")
  void request_of_http_2_means_one_thing(Path input) throws IOException {
    Http2Fuzz.fuzzerTestOneInput(Files.readAllBytes(input));
  }
}
